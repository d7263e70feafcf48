package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Descent;
import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.store.Manifest;
import dev.dateilager.adapters.fs.store.ManifestVisitor;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import java.util.ArrayList;
import java.util.List;

/**
 * Places one pack: reads its manifest, then works through its directories in runs, so that several
 * threads can share a big pack. Each run makes the directories on its way itself; two runs may meet
 * at one, and whoever comes second finds it made.
 */
final class PackPlacing implements Jobs.Job {
  /** Directories below a target, as a client's download makes them (formats.md §4). */
  static final int DIRECTORY = 0777;

  private static final int RUN_WEIGHT = 1024;

  private final StoreDirs store;
  private final ContentHash pack;
  private final Dir objects;
  private final FilePlacing files;

  PackPlacing(StoreDirs store, ContentHash pack, Dir objects, FilePlacing files) {
    this.store = store;
    this.pack = pack;
    this.objects = objects;
    this.files = files;
  }

  @Override
  public void run(Jobs jobs, Tally tally) throws DateiLagerException, DiskException {
    List<List<PlannedDirectory>> runs = plan();
    objects.make(pack.hex(), DIRECTORY).close();
    List<Jobs.Job> others = new ArrayList<>();
    for (List<PlannedDirectory> run : runs.subList(1, runs.size())) {
      others.add((same, otherTally) -> place(run, same, otherTally));
    }
    jobs.add(others);
    place(runs.getFirst(), jobs, tally);
  }

  private List<List<PlannedDirectory>> plan() throws DamagedPack, DiskException {
    var planner = new Planner();
    try {
      Manifest.read(store.manifests(), pack, planner);
    } catch (Corrupt damaged) {
      throw new DamagedPack(pack, String.valueOf(damaged.getMessage()), damaged);
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT) {
        throw new DamagedPack(pack, "manifest of pack %s is missing".formatted(pack), failure);
      }
      throw failure;
    }
    return planner.runs;
  }

  private void place(List<PlannedDirectory> run, Jobs jobs, Tally tally)
      throws DateiLagerException, DiskException {
    try (Dir to = objects.open(pack.hex());
        var descent = new Descent(to, DIRECTORY)) {
      for (PlannedDirectory directory : run) {
        Dir target = descent.to(directory.components());
        for (PlannedDirectory.Symlink link : directory.links()) {
          target.symlink(link.text(), link.name());
          tally.symlink();
        }
        if (!directory.files().isEmpty()) {
          place(directory, target, jobs, tally);
        }
      }
      tally.directories(run.size());
    }
  }

  private void place(PlannedDirectory directory, Dir target, Jobs jobs, Tally tally)
      throws DateiLagerException, DiskException {
    try (Dir source = source(directory)) {
      for (PlannedDirectory.File file : directory.files()) {
        jobs.checkpoint();
        files.place(pack, source, target, file, tally);
      }
    }
  }

  private Dir source(PlannedDirectory directory) throws DamagedPack, DiskException {
    String path = directory.path().isEmpty() ? pack.hex() : pack.hex() + "/" + directory.path();
    try {
      return store.objects().open(path);
    } catch (DiskException failure) {
      switch (failure.reason()) {
        case ABSENT, NOT_A_DIRECTORY, ESCAPES ->
            throw new DamagedPack(
                pack, "golden directory '%s' is damaged".formatted(path), failure);
        default -> throw failure;
      }
    }
  }

  /** Cuts the manifest's directories, in its order, into runs of about equal work. */
  private static final class Planner implements ManifestVisitor {
    private final List<List<PlannedDirectory>> runs = new ArrayList<>();
    private PlannedDirectory present = new PlannedDirectory("");
    private int weight = RUN_WEIGHT;

    @Override
    public void directory(String path) {
      if (weight >= RUN_WEIGHT) {
        runs.add(new ArrayList<>());
        weight = 0;
      }
      present = new PlannedDirectory(path);
      runs.getLast().add(present);
      weight += present.weight();
    }

    @Override
    public void file(String name, int mode, long size, byte[] sha256) {
      present.files().add(new PlannedDirectory.File(name, mode, size, sha256));
      weight++;
    }

    @Override
    public void symlink(String name, String text) {
      present.links().add(new PlannedDirectory.Symlink(name, text));
      weight++;
    }
  }
}
