package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;

/** Takes four plain words for tokens. */
final class KnownTokens implements TokenVerifier {
  static final String ADMIN = "admin-token";
  static final String PROJECT_1 = "project-1-token";
  static final String PROJECT_2 = "project-2-token";
  static final String READER = "reader-token";

  @Override
  public Role verify(String token) throws PermissionDenied {
    return switch (token) {
      case ADMIN -> new Role.Admin();
      case PROJECT_1 -> new Role.Project(new ProjectId(1));
      case PROJECT_2 -> new Role.Project(new ProjectId(2));
      case READER -> new Role.SharedReader();
      default -> throw new PermissionDenied("token is not signed by a known key");
    };
  }
}
