package dev.dateilager.app.wire;

import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.contract.AdministrationContract;
import dev.dateilager.domain.workspace.ProjectSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract over the real wire, on a real database. */
final class WireAdministrationIT extends AdministrationContract {
  @RegisterExtension static final WireServer SERVER = new WireServer();

  @Override
  protected ProjectSource projects() {
    return SERVER.client().projects();
  }

  @Override
  protected ServerAdministration server() {
    return SERVER.client().administration();
  }

  @Override
  protected CacheAdministration cacheVersions() {
    return SERVER.client().cacheAdministration();
  }
}
