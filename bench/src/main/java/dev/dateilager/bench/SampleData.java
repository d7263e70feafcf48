package dev.dateilager.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Made-up data of the kinds a project's files have; the same bytes on every run. */
enum SampleData {
  /** Source code: few words, many repeated phrases, indentation. */
  CODE {
    @Override
    void fill(Bytes to, Random random) {
      while (to.hasRoom()) {
        to.put(code(random, 1 << 14));
      }
    }
  },
  /** A tar of small source files: 512-byte headers that are nearly alike, padding of zeros. */
  TAR {
    @Override
    void fill(Bytes to, Random random) {
      for (int file = 0; to.hasRoom(); file++) {
        byte[] body = code(random, 200 + random.nextInt(4000)).getBytes(UTF_8);
        byte[] header = new byte[512];
        putText(header, 0, "node_modules/package-%d/lib/file-%d.js".formatted(file / 20, file));
        putText(header, 100, "0000644");
        putText(header, 124, "%011o".formatted(body.length));
        putText(header, 148, "%06o".formatted(random.nextInt(1 << 14)));
        putText(header, 156, "0");
        putText(header, 257, "ustar");
        to.put(header);
        to.put(body);
        to.put(new byte[-body.length & 511]);
      }
    }
  },
  /** Records of one shape with changing values. */
  JSON {
    @Override
    void fill(Bytes to, Random random) {
      for (int id = 1000; to.hasRoom(); id++) {
        to.put(
            "{\"id\":%d,\"name\":\"%s-%s\",\"version\":\"%d.%d.%d\",\"size\":%d,\"tags\":[\"%s\",\"%s\"]}\n"
                .formatted(
                    id,
                    word(random),
                    word(random),
                    random.nextInt(9),
                    random.nextInt(20),
                    random.nextInt(20),
                    random.nextInt(1_000_000),
                    word(random),
                    word(random)));
      }
    }
  },
  /** Like machine code and tables: skewed bytes, short repeats at odd distances, small numbers. */
  BINARY {
    @Override
    void fill(Bytes to, Random random) {
      byte[] common = new byte[1 << 12];
      random.nextBytes(common);
      while (to.hasRoom()) {
        int start = random.nextInt(common.length - 16);
        to.put(Arrays.copyOfRange(common, start, start + 3 + random.nextInt(10)));
        to.put(new byte[] {(byte) random.nextInt(256), 0, (byte) random.nextInt(8), 0});
      }
    }
  },
  /** Cannot be compressed. */
  RANDOM {
    @Override
    void fill(Bytes to, Random random) {
      byte[] piece = new byte[4096];
      while (to.hasRoom()) {
        random.nextBytes(piece);
        to.put(piece);
      }
    }
  };

  private static final List<String> WORDS =
      List.of(
          "return",
          "const",
          "value",
          "index",
          "function",
          "this",
          "if",
          "else",
          "export",
          "import",
          "options",
          "result",
          "length",
          "callback",
          "error",
          "undefined",
          "prototype",
          "module",
          "require",
          "object",
          "string",
          "number",
          "buffer",
          "stream",
          "handler",
          "request",
          "response",
          "node",
          "children",
          "parent",
          "state",
          "props",
          "context",
          "render",
          "update");

  /**
   * The first {@code size} bytes of the data called {@code name}, or of the file it is the path of,
   * repeated if that is shorter.
   */
  static byte[] of(String name, int size) {
    for (SampleData kind : values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        Bytes bytes = new Bytes(size);
        kind.fill(bytes, new Random(size));
        return bytes.content;
      }
    }
    try {
      byte[] file = Files.readAllBytes(Path.of(name));
      if (file.length == 0) {
        throw new IllegalArgumentException("sample file '%s' is empty".formatted(name));
      }
      Bytes bytes = new Bytes(size);
      while (bytes.hasRoom()) {
        bytes.put(file);
      }
      return bytes.content;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "'%s' is neither a kind of sample data nor a readable file".formatted(name), e);
    }
  }

  abstract void fill(Bytes to, Random random);

  private static String word(Random random) {
    return WORDS.get((int) (WORDS.size() * random.nextDouble() * random.nextDouble()));
  }

  private static String code(Random random, int length) {
    StringBuilder text = new StringBuilder(length + 100);
    int depth = 0;
    while (text.length() < length) {
      text.repeat(' ', 2 * depth);
      int words = 1 + random.nextInt(6);
      for (int i = 0; i < words; i++) {
        text.append(word(random));
        switch (random.nextInt(6)) {
          case 0 -> text.append('.').append(word(random)).append("(");
          case 1 -> text.append(" = ").append(random.nextInt(100)).append("; ");
          case 2 -> text.append(word(random)).append((char) ('a' + random.nextInt(26)));
          default -> text.append(' ');
        }
      }
      depth = Math.clamp(depth + random.nextInt(3) - 1, 0, 6);
      text.append(random.nextBoolean() ? ";\n" : " {\n");
    }
    return text.toString();
  }

  private static void putText(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** Takes bytes until it is full and drops the rest. */
  static final class Bytes {
    private final byte[] content;
    private int used;

    Bytes(int size) {
      content = new byte[size];
    }

    boolean hasRoom() {
      return used < content.length;
    }

    void put(String text) {
      put(text.getBytes(UTF_8));
    }

    void put(byte[] bytes) {
      int length = Math.min(bytes.length, content.length - used);
      System.arraycopy(bytes, 0, content, used, length);
      used += length;
    }
  }
}
