package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what was found out about a node: what is wrong, and how to mend it. */
public final class Diagnosis {
  private static final Duration SOON = Duration.ofDays(1);
  private static final long FEW_INODES = 100_000;

  private final NodeFacts facts;

  private Diagnosis(NodeFacts facts) {
    this.facts = facts;
  }

  /** Every check, in the order in which an operator would go through them; none is left out. */
  public static List<NodeCheck> of(NodeFacts facts) {
    var diagnosis = new Diagnosis(facts);
    var checks = new ArrayList<NodeCheck>();
    checks.add(diagnosis.cache());
    checks.add(diagnosis.server());
    checks.add(diagnosis.token());
    checks.add(diagnosis.clock());
    checks.add(diagnosis.fileLayer());
    checks.add(diagnosis.freeBytes());
    checks.add(diagnosis.freeInodes());
    checks.add(diagnosis.linkLimit());
    checks.add(diagnosis.protectedHardlinks());
    if (facts.roots().isEmpty()) {
      checks.add(
          NodeCheck.error(
              "roots",
              "no directory is listed in which to place",
              "start with --allow-root DIR, DIR holding the workloads' directories"));
    }
    for (RootFacts root : facts.roots()) {
      checks.add(diagnosis.link(root));
      checks.add(clone(root));
    }
    return List.copyOf(checks);
  }

  private NodeCheck cache() {
    NodeStatus status = facts.status();
    if (status.golden().isEmpty()) {
      return NodeCheck.error(
          "cache", "no cache version is held", "see the check 'server'; then run 'cached refresh'");
    }
    GoldenCopy golden = status.golden().get();
    String held =
        golden.equals(GoldenCopy.NO_CACHE)
            ? "the server has no cache version"
            : "version %s is held".formatted(golden.version());
    if (status.stale()) {
      return NodeCheck.warning(
          "cache",
          held
              + ", but the server did not confirm it: "
              + status.failure().map(Throwable::getMessage).orElse("it has none any more"),
          "see the check 'server'; then run 'cached refresh'");
    }
    return golden.equals(GoldenCopy.NO_CACHE)
        ? NodeCheck.warning("cache", held, "make one with 'client cache create'")
        : NodeCheck.ok("cache", held);
  }

  private NodeCheck server() {
    Optional<DateiLagerException> trouble = facts.serverTrouble();
    return trouble.isEmpty()
        ? NodeCheck.ok("server", "it answers")
        : NodeCheck.error(
            "server",
            String.valueOf(trouble.get().getMessage()),
            "check --upstream-host, --upstream-port, --ca-cert, the token and the network");
  }

  private NodeCheck token() {
    Optional<Instant> expires = facts.tokenExpires();
    if (expires.isEmpty()) {
      return NodeCheck.ok("token", "it does not expire");
    }
    String end = "it expires at " + expires.get();
    if (!facts.now().isBefore(expires.get())) {
      return NodeCheck.error(
          "token", "it expired at " + expires.get(), "put a new one into DL_TOKEN or its file");
    }
    return facts.now().plus(SOON).isAfter(expires.get())
        ? NodeCheck.warning("token", end, "put a new one into DL_TOKEN or its file before that")
        : NodeCheck.ok("token", end);
  }

  private NodeCheck clock() {
    Instant now = facts.now();
    for (Optional<Instant> passed : List.of(facts.latestSeen(), facts.tokenIssued())) {
      if (passed.isPresent() && now.isBefore(passed.get())) {
        return NodeCheck.error(
            "clock",
            "it says %s, but %s has passed already".formatted(now, passed.get()),
            "set the node's clock, best by NTP: tokens are judged by it");
      }
    }
    return NodeCheck.ok("clock", "it says " + now);
  }

  private NodeCheck fileLayer() {
    return facts.system().raceProof()
        ? NodeCheck.ok("file-layer", "files are reached by descriptors")
        : NodeCheck.error(
            "file-layer",
            "the kernel's calls are not available: files are reached by paths",
            "run on Linux 5.6 or later, with openat2 allowed by the seccomp profile");
  }

  private NodeCheck freeBytes() {
    long free = facts.status().space().bytes();
    String found = "%,d MiB are free in the store".formatted(free >> 20);
    return free < facts.minFreeBytes()
        ? NodeCheck.error(
            "free-space",
            found + ", %,d MiB are to stay free".formatted(facts.minFreeBytes() >> 20),
            "run 'cached prune --keep 1', or make room; no new version is fetched until then")
        : NodeCheck.ok("free-space", found);
  }

  private NodeCheck freeInodes() {
    long free = facts.status().space().inodes();
    if (free == Long.MAX_VALUE) {
      return NodeCheck.ok("free-inodes", "the file system makes them as it needs them");
    }
    String found = "%,d are free in the store".formatted(free);
    return free < FEW_INODES
        ? NodeCheck.warning(
            "free-inodes",
            found,
            "each placement takes one for each directory: release placements, or make the file"
                + " system with more inodes")
        : NodeCheck.ok("free-inodes", found);
  }

  private NodeCheck linkLimit() {
    SystemFacts system = facts.system();
    return switch (system.fileSystem()) {
      case "overlay" ->
          NodeCheck.warning(
              "link-limit",
              "the store is on overlay, where a link copies the file (F16)",
              "put --staging-path and the roots on a volume of their own");
      case "tmpfs" ->
          NodeCheck.warning(
              "link-limit",
              "the store is on tmpfs, where each link costs an inode (F10)",
              "put --staging-path and the roots on ext4, xfs or btrfs");
      default ->
          NodeCheck.ok(
              "link-limit",
              system.linkLimit().isPresent()
                  ? "%s: %,d names a file, then a new inode of the same bytes is made"
                      .formatted(system.fileSystem(), system.linkLimit().getAsLong())
                  : "none that is ever met");
    };
  }

  private NodeCheck protectedHardlinks() {
    SystemFacts system = facts.system();
    String name = "protected-hardlinks";
    if (system.protectedHardlinks().isEmpty()) {
      return NodeCheck.ok(name, "fs.protected_hardlinks cannot be read here");
    }
    if (!system.protectedHardlinks().get()) {
      return NodeCheck.warning(
          name,
          "fs.protected_hardlinks is 0: any user may link any file he can reach",
          "set it to 1, unless workloads must link placed files under other users");
    }
    return system.linksAnyFile()
        ? NodeCheck.ok(
            name,
            "fs.protected_hardlinks is 1; this daemon may link all the same, workloads under"
                + " other users clone or copy")
        : NodeCheck.warning(
            name,
            "fs.protected_hardlinks is 1 and this process has no CAP_FOWNER: it links only files of"
                + " its own",
            "run it as root with CAP_FOWNER, CAP_CHOWN and CAP_DAC_OVERRIDE");
  }

  private NodeCheck link(RootFacts root) {
    String name = "link " + root.root();
    if (root.trouble().isPresent()) {
      return NodeCheck.error(
          name, root.trouble().get(), "make the directory, or correct --allow-root");
    }
    if (root.noLink().isEmpty()) {
      return NodeCheck.ok(name, "files are linked from the store");
    }
    String found = "files cannot be linked from the store: " + root.noLink().get().label();
    boolean weaker = facts.status().linkMode() == LinkMode.LINK && facts.status().strict();
    String advice =
        switch (root.noLink().get()) {
          case OTHER_MOUNT ->
              "store and root are two mounts of one file system: mount their common parent once,"
                  + " and name both below it (F9)";
          case OTHER_FILE_SYSTEM -> "put --staging-path on the root's file system";
          case LINK_LIMIT, NOT_PERMITTED, NOT_SUPPORTED, EMPTY_FILE ->
              "use a file system that can link, and run as root";
        };
    return weaker ? NodeCheck.error(name, found, advice) : NodeCheck.warning(name, found, advice);
  }

  private static NodeCheck clone(RootFacts root) {
    String name = "clone " + root.root();
    if (root.trouble().isPresent()) {
      return NodeCheck.ok(name, "not tried");
    }
    if (root.noClone().isEmpty()) {
      return NodeCheck.ok(name, "files can be cloned from the store");
    }
    String found = "files cannot be cloned from the store: " + root.noClone().get().label();
    return root.noLink().isPresent()
        ? NodeCheck.warning(
            name, found + "; they are copied", "use xfs (reflink=1) or btrfs, or make links work")
        : NodeCheck.ok(name, found + "; what cannot be linked is copied");
  }
}
