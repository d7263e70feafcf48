package dev.dateilager.adapters.grpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client that speaks HTTP/2 frame by frame, to do what no proper client does (RFC 9113). */
final class RawPeer implements AutoCloseable {
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;

  /** How a server says farewell. */
  record GoAway(int errorCode, String debug) {}

  private final SSLSocket socket;
  private final DataInputStream in;

  private RawPeer(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Connects, offering these TLS versions, and sends the preface. */
  static RawPeer connect(int port, Path authority, String... protocols)
      throws IOException, GeneralSecurityException {
    var socket = (SSLSocket) context(authority).getSocketFactory().createSocket("localhost", port);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    socket.setSoTimeout(10_000);
    var peer = new RawPeer(socket);
    peer.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    peer.write(frame(SETTINGS, 0, 0, new byte[0]));
    return peer;
  }

  private static SSLContext context(Path authority) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  String applicationProtocol() {
    return socket.getApplicationProtocol();
  }

  String tlsVersion() {
    return socket.getSession().getProtocol();
  }

  void ping(int number) throws IOException {
    write(frame(PING, 0, 0, ByteBuffer.allocate(8).putLong(number).array()));
  }

  /** Begins a call and takes it back. */
  void beginAndReset(int stream, String path) throws IOException {
    write(frame(HEADERS, END_HEADERS, stream, requestHeaders(path)));
    write(frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array()));
  }

  /** Reads on until the server says farewell; absent if it just closes. */
  Optional<GoAway> awaitGoAway() throws IOException {
    try {
      while (true) {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        in.skipNBytes(5);
        var payload = ByteBuffer.wrap(in.readNBytes(length));
        if (type == GOAWAY) {
          int errorCode = payload.getInt(4);
          var debug = new String(payload.array(), 8, length - 8, StandardCharsets.US_ASCII);
          return Optional.of(new GoAway(errorCode, debug));
        }
      }
    } catch (EOFException | SocketException closed) {
      return Optional.empty();
    }
  }

  /** Written out in HPACK without its tables of state (RFC 7541 appendix A, §6.2.2). */
  private static byte[] requestHeaders(String path) {
    var block = new ByteArrayOutputStream();
    block.write(0x83); // :method POST
    block.write(0x87); // :scheme https
    literal(block, new byte[] {0x04}, path); // :path
    literal(block, new byte[] {0x01}, "localhost"); // :authority
    literal(block, new byte[] {0x0f, 0x10}, "application/grpc"); // content-type
    literal(block, new byte[] {0, 2, 't', 'e'}, "trailers");
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, byte[] name, String value) {
    block.writeBytes(name);
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
