package dev.dateilager.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What becomes of a Go program's flags that mean nothing to this one.
 *
 * @param ignored flags with a value that are accepted and change nothing
 * @param refused for a flag, or a command, and its value (empty if it has none): why the program
 *     does not go on; empty if nothing is wrong with it
 */
record DropInFlags(Set<String> ignored, BiFunction<String, String, String> refused) {
  static final BiFunction<String, String, String> NOTHING_REFUSED = (_, _) -> "";

  /** Flags and commands of the releases that place caches by LVM (cli.md §5). */
  static final BiFunction<String, String, String> LVM = DropInFlags::lvm;

  private static final Set<String> LVM_FLAGS =
      Set.of(
          "--base-lv-format",
          "--base-pv",
          "--cache-uid",
          "--cache-gid",
          "--name-suffix",
          "--write-back-thinpool-pv-size-kib",
          "--read-through-base-pv",
          "--read-through-base-pv-chunk-size",
          "--thinpool-pv-globs");

  DropInFlags {
    ignored = Set.copyOf(ignored);
  }

  private static String lvm(String flag, String value) {
    if (LVM_FLAGS.contains(flag)) {
      return ("%s belongs to the releases of cached that place caches by LVM (0.9 and later); this"
              + " one places them by hardlinks: leave the flag out, and give --staging-path")
          .formatted(flag);
    }
    if (flag.equals("prepare") || flag.equals("server")) {
      return ("the command '%s' belongs to the releases of cached that place caches by LVM (0.9 and"
              + " later); this one prepares and serves at once: leave it out")
          .formatted(flag);
    }
    return flag.equals("--csi-socket") && !value.isEmpty()
        ? "--csi-socket is not offered: leave it out, and have workloads call PopulateDiskCache"
        : "";
  }

  /** Whether a flag is among the arguments. */
  static boolean isGiven(List<String> args, String flag) {
    return args.stream().anyMatch(arg -> arg.equals(flag) || arg.startsWith(flag + "="));
  }

  /** Why the program does not go on with these arguments; absent if it does. */
  Optional<String> refusal(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String why = refused.apply(flag(args.get(i)), value(args, i));
      if (!why.isEmpty() && (args.get(i).startsWith("-") || isCommand(args, i))) {
        return Optional.of(why);
      }
    }
    return Optional.empty();
  }

  /** Whether an argument without a dash is no value of a flag before it. */
  private static boolean isCommand(List<String> args, int i) {
    return i == 0 || !args.get(i - 1).startsWith("-") || args.get(i - 1).contains("=");
  }

  /** The arguments that are left when the ignored ones are gone, and an empty CSI socket. */
  List<String> without(List<String> args) {
    var left = new ArrayList<String>();
    for (int i = 0; i < args.size(); i++) {
      String flag = flag(args.get(i));
      if (!ignored.contains(flag) && !flag.equals("--csi-socket")) {
        left.add(args.get(i));
      } else if (!args.get(i).contains("=")) {
        i++; // its value
      }
    }
    return left;
  }

  private static String flag(String arg) {
    int sign = arg.indexOf('=');
    return sign < 0 ? arg : arg.substring(0, sign);
  }

  private static String value(List<String> args, int i) {
    int sign = args.get(i).indexOf('=');
    if (sign >= 0) {
      return args.get(i).substring(sign + 1);
    }
    return i + 1 < args.size() ? args.get(i + 1) : "";
  }
}
