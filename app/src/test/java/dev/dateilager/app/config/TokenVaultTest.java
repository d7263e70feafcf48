package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.access.PasetoVerifier;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.tasks.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class TokenVaultTest {
  @TempDir private Path dir;

  private static PasetoVerifier verifier(TokenVault vault) throws Exception {
    var keys = TokenKeys.readPublic(Files.readString(vault.publicKey()));
    return new PasetoVerifier(keys, Optional.empty(), InstantSource.system());
  }

  @Test
  void tokens_holdForTheirRoles() throws Exception {
    TokenVault vault = TokenVault.in(dir.resolve("data"));

    assertThat(verifier(vault).verify(TokenSource.read(vault.adminToken())))
        .isEqualTo(new Role.Admin());
    assertThat(verifier(vault).verify(TokenSource.read(vault.sharedReaderToken())))
        .isEqualTo(new Role.SharedReader());
  }

  @Test
  void secondTime_givesTheSame() throws Exception {
    String first = Files.readString(TokenVault.in(dir).adminToken());

    assertThat(Files.readString(TokenVault.in(dir).adminToken())).isEqualTo(first);
  }

  @Test
  void files_areTheirOwnersAlone() throws Exception {
    TokenVault vault = TokenVault.in(dir);

    try (var files = Files.list(vault.directory())) {
      assertThat(files)
          .hasSize(4)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(vault.directory())))
        .isEqualTo("rwx------");
  }

  @Test
  @Timeout(60)
  void processesThatStartTogether_agree() throws Exception {
    int width = 8;
    var barrier = new CyclicBarrier(width);
    Callable<String> start =
        () -> {
          barrier.await();
          TokenVault vault = TokenVault.in(dir);
          verifier(vault).verify(TokenSource.read(vault.adminToken()));
          return TokenSource.read(vault.adminToken());
        };

    List<String> tokens = Tasks.all(Collections.nCopies(width, start), width);

    assertThat(tokens.stream().distinct()).hasSize(1);
    try (var left = Files.list(dir)) {
      assertThat(left).containsExactly(dir.resolve("tokens"));
    }
  }
}
