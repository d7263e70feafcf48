package dev.dateilager.adapters.fs.workspace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The two things that {@code java.nio.file} cannot do on Linux: make a link whose text is not a
 * path in normal form, and flush one whole file system.
 */
final class LinuxCalls {
  private static final int READ_DIRECTORY = 0x10000 | 0x80000; // O_RDONLY|O_DIRECTORY|O_CLOEXEC
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final FunctionDescriptor INT_OF_INT =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private LinuxCalls() {}

  /** Whether the calls can be made on a path of this kind. */
  static boolean serve(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault())
        && System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
  }

  /**
   * Makes a symbolic link whose text is exactly {@code text}.
   *
   * @throws IOException if the link could not be made
   */
  static void symlink(String text, Path link) throws IOException {
    MethodHandle call =
        Handles.of(
            "symlink",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment target = arena.allocateFrom(text, StandardCharsets.UTF_8);
      MemorySegment name = arena.allocateFrom(link.toString(), StandardCharsets.UTF_8);
      int result = (int) call.invokeExact(state, target, name);
      check(result, state, "symlink", link);
    } catch (IOException | RuntimeException | Error known) {
      throw known;
    } catch (Throwable impossible) {
      throw new IllegalStateException("a downcall threw", impossible);
    }
  }

  /**
   * Writes everything of the file system that holds {@code directory} to the disk (F14).
   *
   * @throws IOException if the file system failed to; what was written since is condemned (I12)
   */
  static void syncFileSystem(Path directory) throws IOException {
    MethodHandle open =
        Handles.of(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MethodHandle syncfs = Handles.of("syncfs", INT_OF_INT);
    MethodHandle close = Handles.of("close", INT_OF_INT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment name = arena.allocateFrom(directory.toString(), StandardCharsets.UTF_8);
      int descriptor = (int) open.invokeExact(state, name, READ_DIRECTORY);
      check(descriptor, state, "open", directory);
      try {
        int result = (int) syncfs.invokeExact(state, descriptor);
        check(result, state, "syncfs", directory);
      } finally {
        int ignored = (int) close.invokeExact(state, descriptor); // only read from
        assert ignored <= 0;
      }
    } catch (IOException | RuntimeException | Error known) {
      throw known;
    } catch (Throwable impossible) {
      throw new IllegalStateException("a downcall threw", impossible);
    }
  }

  private static void check(int result, MemorySegment state, String call, Path path)
      throws IOException {
    if (result < 0) {
      throw new IOException(
          "%s of '%s' failed with errno %d".formatted(call, path, (int) ERRNO.get(state, 0L)));
    }
  }

  private static final class Handles {
    @SuppressWarnings("restricted") // three calls of the C library, by their documented signatures
    static MethodHandle of(String name, FunctionDescriptor descriptor) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().find(name).orElseThrow(),
          descriptor,
          Linker.Option.captureCallState("errno"));
    }
  }
}
