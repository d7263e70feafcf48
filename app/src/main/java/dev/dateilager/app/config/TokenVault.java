package dev.dateilager.app.config;

import dev.dateilager.domain.access.PasetoSigner;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.access.TokenClaims;
import dev.dateilager.domain.access.TokenKeys;
import dev.dateilager.domain.access.VerificationKey;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys and tokens that a server outside production makes for itself: a directory of the data
 * directory with {@code paseto.key}, {@code paseto.pub}, {@code admin.token} and {@code
 * shared-reader.token}, each for its owner alone. The directory appears whole, by one rename, so
 * that a server and a daemon that start together agree.
 *
 * @param directory where they are
 */
public record TokenVault(Path directory) {
  private static final String PRIVATE_KEY = "paseto.key";
  private static final String PUBLIC_KEY = "paseto.pub";
  private static final String ADMIN = "admin.token";
  private static final String SHARED_READER = "shared-reader.token";

  /**
   * The vault of a data directory, made if there is none.
   *
   * @throws IoFailed if it cannot be made
   */
  public static TokenVault in(Path dataDirectory) throws DateiLagerException {
    var vault = new TokenVault(dataDirectory.resolve("tokens"));
    if (!Files.isDirectory(vault.directory())) {
      vault.make(dataDirectory);
    }
    return vault;
  }

  private void make(Path dataDirectory) throws DateiLagerException {
    PrivateFiles.directory(dataDirectory);
    Path staged = PrivateFiles.directory(dataDirectory.resolve("tokens." + UUID.randomUUID()));
    try {
      KeyPair pair = TokenKeys.generate();
      var signer = new PasetoSigner(pair.getPrivate());
      Optional<String> keyId = Optional.of(VerificationKey.of(pair.getPublic()).id());
      PrivateFiles.create(staged.resolve(PRIVATE_KEY), TokenKeys.write(pair.getPrivate()));
      PrivateFiles.create(staged.resolve(PUBLIC_KEY), TokenKeys.write(pair.getPublic()));
      PrivateFiles.create(
          staged.resolve(ADMIN), signer.sign(TokenClaims.of(new Role.Admin()), keyId) + "\n");
      PrivateFiles.create(
          staged.resolve(SHARED_READER),
          signer.sign(TokenClaims.of(new Role.SharedReader()), keyId) + "\n");
      publish(staged);
    } finally {
      discard(staged);
    }
  }

  private void publish(Path staged) throws IoFailed {
    try {
      Files.move(staged, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException othersWereFaster) {
      // theirs are as good, and in use
    } catch (IOException failure) {
      if (!Files.isDirectory(directory)) { // the answer to a name that is taken differs by platform
        throw new IoFailed("cannot make the directory '%s'".formatted(directory), failure);
      }
    }
  }

  private static void discard(Path staged) {
    for (String name : List.of(PRIVATE_KEY, PUBLIC_KEY, ADMIN, SHARED_READER, "")) {
      try {
        Files.deleteIfExists(staged.resolve(name));
      } catch (IOException left) {
        // a stray directory that only its owner can enter; the failure before counts
      }
    }
  }

  /** The file of the keys that tokens are checked with. */
  public Path publicKey() {
    return directory.resolve(PUBLIC_KEY);
  }

  /** The file of a token that may do everything. */
  public Path adminToken() {
    return directory.resolve(ADMIN);
  }

  /** The file of a token for node daemons. */
  public Path sharedReaderToken() {
    return directory.resolve(SHARED_READER);
  }
}
