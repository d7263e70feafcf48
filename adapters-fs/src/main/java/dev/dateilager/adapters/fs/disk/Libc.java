package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's calls, one method each. As in the kernel, a result below zero is the negated
 * error number. Names go over as bytes of UTF-8, never in the platform's charset (F5).
 */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final long OPENAT2 = 437; // F8: the library has no openat2 of its own

  private static final MethodHandle OPENAT =
      variadic("openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle SYSCALL =
      handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = plain("close", JAVA_INT);
  private static final MethodHandle GETEUID = plain("geteuid");
  private static final MethodHandle FSYNC = plain("fsync", JAVA_INT);
  private static final MethodHandle SYNCFS = plain("syncfs", JAVA_INT);
  private static final MethodHandle FTRUNCATE = plain("ftruncate", JAVA_INT, JAVA_LONG);
  private static final MethodHandle FCHMOD = plain("fchmod", JAVA_INT, JAVA_INT);
  private static final MethodHandle FLOCK = plain("flock", JAVA_INT, JAVA_INT);
  private static final MethodHandle MKDIRAT = plain("mkdirat", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle UNLINKAT = plain("unlinkat", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SYMLINKAT = plain("symlinkat", ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle FACCESSAT =
      plain("faccessat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle LINKAT =
      plain("linkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RENAMEAT2 =
      plain("renameat2", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle STATX =
      plain("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle FSTATVFS = plain("fstatvfs", JAVA_INT, ADDRESS);
  private static final MethodHandle READLINKAT =
      handle("readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle READ = sized("read");
  private static final MethodHandle WRITE = sized("write");
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FDOPENDIR =
      handle("fdopendir", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private static final MethodHandle READDIR =
      handle("readdir", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle CLOSEDIR =
      handle("closedir", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private Libc() {}

  private static MethodHandle plain(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    return handle(
        name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.firstVariadicArg(fixed));
  }

  private static MethodHandle sized(String name) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  }

  @SuppressWarnings("restricted") // calling C is what this class is for
  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    var all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  private static int result(int answer, MemorySegment state) {
    return answer < 0 ? -(int) ERRNO.get(state, 0L) : answer;
  }

  private static long result(long answer, MemorySegment state) {
    return answer < 0 ? -(int) ERRNO.get(state, 0L) : answer;
  }

  /** A handle's declared type is broken: cannot happen once the class is loaded. */
  private static AssertionError mismatch(Throwable thrown) {
    return new AssertionError(thrown);
  }

  static int openat(int dir, String path, int flags, int mode) {
    Scratch s = Scratch.mine();
    return s.accepts(path) ? openat(dir, s.first(path), flags, mode) : -Errno.ENAMETOOLONG;
  }

  static int openat(int dir, MemorySegment path, int flags, int mode) {
    Scratch s = Scratch.mine();
    try {
      return result((int) OPENAT.invokeExact(s.state, dir, path, flags, mode), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int openat2(int dir, String path, long flags, long resolve) {
    Scratch s = Scratch.mine();
    return s.accepts(path) ? openat2(dir, s.first(path), flags, resolve) : -Errno.ENAMETOOLONG;
  }

  static int openat2(int dir, MemorySegment path, long flags, long resolve) {
    Scratch s = Scratch.mine();
    try {
      return (int)
          result(
              (long) SYSCALL.invokeExact(s.state, OPENAT2, dir, path, s.how(flags, resolve), 24L),
              s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int ficlone(int target, int source) {
    Scratch s = Scratch.mine();
    try {
      return result((int) IOCTL.invokeExact(s.state, target, 0x40049409L, source), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int close(int fd) {
    Scratch s = Scratch.mine();
    try {
      return result((int) CLOSE.invokeExact(s.state, fd), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int geteuid() {
    Scratch s = Scratch.mine();
    try {
      return (int) GETEUID.invokeExact(s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int fsync(int fd) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FSYNC.invokeExact(s.state, fd), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int syncfs(int fd) {
    Scratch s = Scratch.mine();
    try {
      return result((int) SYNCFS.invokeExact(s.state, fd), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int ftruncate(int fd, long size) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FTRUNCATE.invokeExact(s.state, fd, size), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int fchmod(int fd, int mode) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FCHMOD.invokeExact(s.state, fd, mode), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int flock(int fd, int operation) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FLOCK.invokeExact(s.state, fd, operation), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int mkdirat(int dir, String name, int mode) {
    Scratch s = Scratch.mine();
    try {
      return s.accepts(name)
          ? result((int) MKDIRAT.invokeExact(s.state, dir, s.first(name), mode), s.state)
          : -Errno.ENAMETOOLONG;
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int unlinkat(int dir, String name, int flags) {
    Scratch s = Scratch.mine();
    return s.accepts(name) ? unlinkat(dir, s.first(name), flags) : -Errno.ENAMETOOLONG;
  }

  static int unlinkat(int dir, MemorySegment name, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result((int) UNLINKAT.invokeExact(s.state, dir, name, flags), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int symlinkat(String text, int dir, String name) {
    Scratch s = Scratch.mine();
    try {
      return s.accepts(name) && s.accepts(text)
          ? result(
              (int) SYMLINKAT.invokeExact(s.state, s.first(text), dir, s.second(name)), s.state)
          : -Errno.ENAMETOOLONG;
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int faccessat(int dir, String name, int wanted, int flags) {
    Scratch s = Scratch.mine();
    try {
      return s.accepts(name)
          ? result((int) FACCESSAT.invokeExact(s.state, dir, s.first(name), wanted, flags), s.state)
          : -Errno.ENAMETOOLONG;
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int linkat(int from, String name, int to, String as) {
    Scratch s = Scratch.mine();
    try {
      return s.accepts(name) && s.accepts(as)
          ? result(
              (int) LINKAT.invokeExact(s.state, from, s.first(name), to, s.second(as), 0), s.state)
          : -Errno.ENAMETOOLONG;
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int renameat2(int from, String name, int to, String as, int flags) {
    Scratch s = Scratch.mine();
    return s.accepts(name) && s.accepts(as)
        ? renameat2(from, s.first(name), to, s.second(as), flags)
        : -Errno.ENAMETOOLONG;
  }

  static int renameat2(int from, MemorySegment name, int to, MemorySegment as, int flags) {
    Scratch s = Scratch.mine();
    try {
      return result((int) RENAMEAT2.invokeExact(s.state, from, name, to, as, flags), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int statx(int dir, String name, int flags, int mask, MemorySegment into) {
    Scratch s = Scratch.mine();
    try {
      return s.accepts(name)
          ? result((int) STATX.invokeExact(s.state, dir, s.first(name), flags, mask, into), s.state)
          : -Errno.ENAMETOOLONG;
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int fstatvfs(int fd, MemorySegment into) {
    Scratch s = Scratch.mine();
    try {
      return result((int) FSTATVFS.invokeExact(s.state, fd, into), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static long readlinkat(int dir, String name, MemorySegment into, long length) {
    Scratch s = Scratch.mine();
    try {
      return s.accepts(name)
          ? result(
              (long) READLINKAT.invokeExact(s.state, dir, s.first(name), into, length), s.state)
          : -Errno.ENAMETOOLONG;
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static long read(int fd, MemorySegment into, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((long) READ.invokeExact(s.state, fd, into, length), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static long pread(int fd, MemorySegment into, long length, long offset) {
    Scratch s = Scratch.mine();
    try {
      return result((long) PREAD.invokeExact(s.state, fd, into, length, offset), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static long write(int fd, MemorySegment from, long length) {
    Scratch s = Scratch.mine();
    try {
      return result((long) WRITE.invokeExact(s.state, fd, from, length), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  /** Opens a stream over a descriptor, which it owns from then on; the null address on failure. */
  static MemorySegment fdopendir(int fd) {
    Scratch s = Scratch.mine();
    try {
      return (MemorySegment) FDOPENDIR.invokeExact(s.state, fd);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  /** The next entry, valid until the next call; the null address at the end. */
  static MemorySegment readdir(MemorySegment stream) {
    Scratch s = Scratch.mine();
    try {
      ERRNO.set(s.state, 0L, 0);
      return (MemorySegment) READDIR.invokeExact(s.state, stream);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }

  static int closedir(MemorySegment stream) {
    Scratch s = Scratch.mine();
    try {
      return result((int) CLOSEDIR.invokeExact(s.state, stream), s.state);
    } catch (Throwable thrown) {
      throw mismatch(thrown);
    }
  }
}
