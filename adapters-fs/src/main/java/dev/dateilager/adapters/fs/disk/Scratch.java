package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A thread's own memory outside the heap, in which arguments are laid out for a call. What a method
 * puts there is valid until the same method is called again, so never across two calls.
 */
final class Scratch {
  private static final int MAX_PATH = 4096; // with the NUL, as the kernel has it
  static final int BUFFER = 1 << 16;
  private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

  final MemorySegment state;
  final MemorySegment stat;
  final MemorySegment buffer;
  private final MemorySegment how;
  private final MemorySegment first;
  private final MemorySegment second;

  private Scratch() {
    Arena arena = Arena.ofAuto(); // freed with the thread's locals
    state = arena.allocate(Linker.Option.captureStateLayout());
    stat = arena.allocate(256, 8);
    how = arena.allocate(24, 8);
    first = arena.allocate(MAX_PATH);
    second = arena.allocate(MAX_PATH);
    buffer = arena.allocate(BUFFER);
  }

  static Scratch mine() {
    return MINE.get();
  }

  /** Whether a name can go to C as it is: not too long, and without a NUL that would cut it. */
  boolean accepts(String name) {
    return name.indexOf('\0') < 0
        && (name.length() < MAX_PATH / 3 || encodedLength(name) < MAX_PATH);
  }

  private static int encodedLength(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  MemorySegment first(String name) {
    return put(name, first);
  }

  MemorySegment second(String name) {
    return put(name, second);
  }

  private static MemorySegment put(String name, MemorySegment into) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(bytes, 0, into, JAVA_BYTE, 0, bytes.length);
    into.set(JAVA_BYTE, bytes.length, (byte) 0);
    return into;
  }

  /** The {@code struct open_how} of {@code openat2}. */
  MemorySegment how(long flags, long resolve) {
    how.set(JAVA_LONG, 0, flags);
    how.set(JAVA_LONG, 8, 0L);
    how.set(JAVA_LONG, 16, resolve);
    return how;
  }
}
