package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Starts a class of the tests in a JVM of its own, so that it can be killed. */
final class ChildJvm {
  private ChildJvm() {}

  static Process start(Class<?> main, String... arguments) throws IOException {
    var places = new LinkedHashSet<String>();
    places.add(place(main));
    places.add(place(DirectoryWorkspaceTree.class));
    places.add(place(WorkspaceTree.class));
    places.add(place(EntryScript.class));
    places.add(System.getProperty("java.class.path"));
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, places),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
