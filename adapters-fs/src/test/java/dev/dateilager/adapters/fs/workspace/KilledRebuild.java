package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A process that rebuilds until it is killed: at a moment that it announces, or at any. */
final class KilledRebuild {
  /** Before which call it waits to be killed. */
  enum Moment {
    /** A file is written aside. */
    FILE_WRITTEN("rename", "/plain/3/122"),
    /** The new pack stands, the old one is still aside. */
    PACK_SWAPPED("removeTree", ""),
    /** All is there but the version. */
    VERSION_WRITTEN("rename", "/.dl/version"),
    /** The version is there, the private files still are. */
    VERSION_RECORDED("removeTree", "/.dl/tmp");

    private final String call;
    private final String end;

    Moment(String call, String end) {
      this.call = call;
      this.end = end;
    }

    private boolean is(String calling, String name, boolean packsSwapped) {
      return calling.equals(call) && name.endsWith(end) && (this != PACK_SWAPPED || packsSwapped);
    }
  }

  private KilledRebuild() {}

  static EntryScript plain(String text) {
    var script = new EntryScript();
    for (int i = 0; i < 200; i++) {
      script.file("plain/" + i % 7 + "/" + i, text + i);
    }
    return script;
  }

  static EntryScript pack(String text) {
    var script = new EntryScript();
    for (int i = 0; i < 100; i++) {
      script.file("pack/" + i % 5 + "/" + i, text + i);
    }
    return script;
  }

  static void rebuild(WorkspaceTree tree, String text, long version) throws DateiLagerException {
    apply(tree, text);
    tree.recordSummary(Blob.utf8("summary " + text));
    tree.recordVersion(version);
  }

  private static void apply(WorkspaceTree tree, String text) throws DateiLagerException {
    tree.apply(plain(text).reader(), Optional.empty(), Optional.empty());
    tree.apply(pack(text).reader(), Optional.of(new ObjectPath("pack/")), Optional.empty());
  }

  /** Directory, and the moment if there is one; else says a letter after each round. */
  public static void main(String[] arguments) throws Exception {
    var root = Path.of(arguments[0]);
    if (arguments.length > 1) {
      rebuildUntil(Moment.valueOf(arguments[1]), root);
      return;
    }
    try (WorkspaceTree tree = new FileDirectory(root).open()) {
      for (int round = 0; ; round++) {
        apply(tree, "half " + round);
        say('r');
      }
    }
  }

  private static void rebuildUntil(Moment moment, Path root) throws Exception {
    var begun = new boolean[1];
    var swapped = new boolean[1];
    Tap stopper =
        (call, name) -> {
          if (begun[0] && moment.is(call, name, swapped[0])) {
            say('r');
            waitToBeKilled();
          }
          swapped[0] |= call.equals("exchange");
        };
    try (WorkspaceTree tree =
        new FileDirectory(new TappedDisk(new LinuxDisk(), stopper), root).open()) {
      tree.apply(new EntryScript().reader(), Optional.empty(), Optional.empty());
      begun[0] = true; // what an earlier crash left is cleared
      rebuild(tree, "new ", 2);
    }
    say('e');
  }

  private static void say(char letter) {
    System.out.write(letter);
    System.out.flush();
  }

  private static void waitToBeKilled() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}
