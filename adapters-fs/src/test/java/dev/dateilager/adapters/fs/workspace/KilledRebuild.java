package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.Optional;

/** A process that applies half of a rebuild, over and over, until it is killed. */
final class KilledRebuild {
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

  /** Says a letter after each round. */
  public static void main(String[] arguments) throws Exception {
    try (WorkspaceTree tree = new FileDirectory(Path.of(arguments[0])).open()) {
      for (int round = 0; ; round++) {
        tree.apply(plain("half " + round).reader(), Optional.empty(), Optional.empty());
        tree.apply(
            pack("half " + round).reader(), Optional.of(new ObjectPath("pack/")), Optional.empty());
        System.out.write('r');
        System.out.flush();
      }
    }
  }
}
