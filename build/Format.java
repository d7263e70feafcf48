import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks ({@code --check}) or rewrites ({@code --write}) the format of every Java source below a
 * directory, build output excepted. The root POM runs it with google-java-format on the class path.
 *
 * <p>Exits 1 if a source is not as the formatter would write it, or does not parse.
 */
final class Format {
  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !List.of("--check", "--write").contains(args[0])) {
      System.err.println("usage: Format --check|--write DIRECTORY");
      System.exit(2);
    }
    boolean write = args[0].equals("--write");
    Path root = Path.of(args[1]);
    List<String> faults =
        sourcesBelow(root).parallelStream()
            .flatMap(source -> faults(source, write).stream())
            .toList();
    faults.forEach(System.err::println);
    if (!faults.isEmpty()) {
      System.err.println("to rewrite the sources: mvn -N validate -Dformat=write");
      System.exit(1);
    }
  }

  private static List<Path> sourcesBelow(Path root) throws IOException {
    var sources = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skipped = !dir.equals(root) && (name.equals("target") || name.startsWith("."));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  private static List<String> faults(Path source, boolean write) {
    try {
      String text = Files.readString(source);
      String formatted = new Formatter().formatSourceAndFixImports(text);
      if (formatted.equals(text)) {
        return List.of();
      }
      if (write) {
        Files.writeString(source, formatted);
        return List.of();
      }
      return List.of(source + ": not formatted");
    } catch (FormatterException unparsable) {
      return unparsable.diagnostics().stream().map(fault -> source + ":" + fault).toList();
    } catch (IOException unreadable) {
      return List.of("failed to format " + source + ": " + unreadable);
    }
  }
}
