package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.PlacementReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Places in every mode, strict or not, and says in a few words what became of each. */
final class MatrixProgram {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A =
      SamplePack.twoFiles("a").symlink("node_modules/a/l", "1").file("node_modules/run", 0755, "x");

  private MatrixProgram() {}

  /** The modes as the columns of the table, and of a row's cells. */
  static List<String> columns() {
    var columns = new ArrayList<String>();
    for (LinkMode mode : LinkMode.values()) {
      columns.add(mode.label());
      columns.add(mode.label() + ", strict");
    }
    return columns;
  }

  /** The directory of the node and that of the targets; prints the row. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(String.join(" | ", row(Path.of(arguments[0]), Path.of(arguments[1]))));
  }

  static List<String> row(Path dir, Path targets) throws Exception {
    var cells = new ArrayList<String>();
    try (Node node = Node.open(new LinuxDisk(), dir, targets)) {
      GoldenCopy golden = node.download(ONE, A);
      for (LinkMode mode : LinkMode.values()) {
        for (boolean strict : new boolean[] {false, true}) {
          Path target = targets.resolve(mode.label() + strict);
          cells.add(cell(node, golden, dir, target, mode, strict));
        }
      }
      check(node.placer().reap(Pace.FREE).left() == 0, "not deleted");
    }
    return cells;
  }

  private static String cell(
      Node node, GoldenCopy golden, Path dir, Path target, LinkMode mode, boolean strict)
      throws IOException, DateiLagerException {
    PlacementReport report;
    try {
      report = node.place(golden, target, mode, strict);
    } catch (FailedPrecondition refused) {
      check(!Files.exists(target), "a refused placement stands");
      check(
          node.placer().placements().stream()
              .noneMatch(p -> p.target().value().equals(target.toString())),
          "and is known");
      String message = String.valueOf(refused.getMessage());
      return "refused: " + message.substring(message.lastIndexOf(' ') + 1);
    }
    check(TreeText.read(target, false).equals(Node.placed(ONE, A)), "another tree");
    check(report.linked() + report.cloned() + report.copied() == 3, "another count");
    boolean shared =
        Files.getAttribute(file(dir.resolve("store")), "unix:ino")
                .equals(Files.getAttribute(file(target), "unix:ino"))
            && Files.getFileStore(dir).equals(Files.getFileStore(target));
    check(shared == (report.mode() == LinkMode.LINK), "said " + report.mode());
    check(node.release(target), "not released");
    return words(report);
  }

  private static Path file(Path top) {
    return top.resolve("objects/" + A.hash() + "/node_modules/a/1");
  }

  private static String words(PlacementReport report) {
    String how =
        switch (report.mode()) {
          case LINK -> "linked";
          case CLONE -> "cloned";
          case COPY -> "copied";
          case AUTO -> throw new IllegalStateException("no way of placing");
        };
    if (report.why().isEmpty()) {
      return how;
    }
    check(report.why().size() == 1, "many obstacles");
    Map.Entry<Obstacle, Long> met = report.why().entrySet().iterator().next();
    check(met.getValue() == 3, "not of every file");
    return how + ": " + met.getKey().label();
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
