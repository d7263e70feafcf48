package dev.dateilager.app.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeSurveyTest {
  @TempDir private Path dir;

  private Tree survey() throws Exception {
    return TreeSurvey.of(dir, 10, path -> path.equals("skipped"));
  }

  private static void shell(Path directory, String command) throws Exception {
    assertThat(
            new ProcessBuilder("sh", "-c", command).directory(directory.toFile()).start().waitFor())
        .isZero();
  }

  @Test
  void tree_isListedByPath() throws Exception {
    Files.createDirectories(dir.resolve("d/e"));
    Files.writeString(dir.resolve("d/f"), "12345");
    Files.createSymbolicLink(dir.resolve("l"), Path.of("d"));

    Tree tree = survey();

    assertThat(tree.entries().keySet()).containsExactly("d", "d/e", "d/f", "l");
    assertThat(tree.bytes()).isEqualTo(5);
    assertThat(tree.count(TreeEntry.Kind.SYMLINK)).isEqualTo(1);
    assertThat(tree.leftOut()).isEmpty();
  }

  @Test
  void whatNoProjectCanHold_isListedAndLeftOut() throws Exception {
    Files.createDirectories(dir.resolve(".dl"));
    Files.createDirectories(dir.resolve("skipped/x"));
    Files.createDirectories(dir.resolve("sub/.dl"));
    Files.writeString(dir.resolve("big"), "12345678901");
    Files.writeString(dir.resolve("fits"), "1234567890");
    shell(dir, "mkfifo pipe && printf x > \"$(printf 'bad\\377name')\"");

    Tree tree = survey();

    assertThat(tree.entries().keySet()).containsExactly("fits", "sub", "sub/.dl");
    assertThat(tree.leftOut())
        .containsExactlyInAnyOrder(
            new Tree.LeftOut(".dl", "the name belongs to the client"),
            new Tree.LeftOut("big", "it has 11 bytes, at most 10 fit a message"),
            new Tree.LeftOut("pipe", "it is a socket, a FIFO or a device"),
            new Tree.LeftOut("bad\ufffdname", "its name is not UTF-8"));
  }

  @Test
  void linkTextThatIsNotUtf8_isLeftOut() throws Exception {
    shell(dir, "ln -s \"$(printf 'to\\377')\" link");

    assertThat(survey().leftOut())
        .containsExactly(new Tree.LeftOut("link", "its link text is not UTF-8"));
  }

  @Test
  void pathsBeyondWhatIsStored_areLeftOut() throws Exception {
    String component = "c".repeat(200);
    shell(
        dir,
        "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do mkdir "
            + component
            + " && cd "
            + component
            + "; done; printf x > f");

    Tree tree = survey();

    assertThat(tree.entries()).hasSize(12);
    assertThat(tree.leftOut())
        .singleElement()
        .satisfies(left -> assertThat(left.why()).contains("at most 2600 are stored"));
    shell(dir, "rm -r " + component);
  }

  @Test
  void whatIsNoDirectory_isRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("f"), "");

    for (Path wrong : List.of(file, dir.resolve("gone"))) {
      assertThatThrownBy(() -> TreeSurvey.of(wrong, 10, _ -> false))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("is not a directory");
    }
  }
}
