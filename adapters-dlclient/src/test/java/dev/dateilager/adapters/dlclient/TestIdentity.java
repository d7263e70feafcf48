package dev.dateilager.adapters.dlclient;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A server's certificate for {@code localhost} and its key, made by the JDK's keytool: no key needs
 * to be checked in.
 *
 * @param certificate PEM, signed by itself
 * @param key PEM
 */
record TestIdentity(Path certificate, Path key) {
  private static final char[] PASSWORD = "password".toCharArray();

  static TestIdentity in(Path directory) throws Exception {
    Path store = directory.resolve("identity.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:critical=ca:true",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new AssertionError("keytool failed: " + output);
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    return new TestIdentity(
        pem(
            directory.resolve("cert.pem"),
            "CERTIFICATE",
            keys.getCertificate("server").getEncoded()),
        pem(
            directory.resolve("key.pem"),
            "PRIVATE KEY",
            keys.getKey("server", PASSWORD).getEncoded()));
  }

  private static Path pem(Path file, String kind, byte[] der) throws Exception {
    return Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind));
  }
}
