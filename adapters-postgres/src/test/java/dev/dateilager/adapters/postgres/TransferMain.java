package dev.dateilager.adapters.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Exports or imports. Arguments: {@code export} or {@code import}, database URI, file. */
final class TransferMain {
  private TransferMain() {}

  public static void main(String[] arguments) throws Exception {
    DatabaseAddress database = DatabaseAddress.parse(arguments[1], Map.of());
    Path file = Path.of(arguments[2]);
    if (arguments[0].equals("export")) {
      try (var out = Files.newOutputStream(file)) {
        System.out.println(DatabaseExport.write(database, out));
      }
    } else {
      try (var in = Files.newInputStream(file)) {
        System.out.println(DatabaseImport.read(in, database));
      }
    }
  }
}
