package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.store.CheckedText;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The placements this store knows of, and its areas on other mounts: one durable file each. May be
 * used by many threads; two calls for one target are the caller's to order.
 */
final class Ledger {
  private static final String AREA = "area-";

  private final Dir dir;
  private final Dir tmp;

  Ledger(StoreDirs dirs) {
    this.dir = dirs.ledger();
    this.tmp = dirs.tmp();
  }

  private static String name(NodePath target) {
    return ContentHash.of(Blob.utf8(target.value())).hex();
  }

  private static String name(AreaRecord area) {
    return AREA + name(area.path());
  }

  Optional<LedgerEntry> of(NodePath target) throws DiskException {
    return entry(name(target)).filter(entry -> entry.target().equals(target));
  }

  private Optional<LedgerEntry> entry(String name) throws DiskException {
    return CheckedText.read(dir, name, LedgerText.PLACEMENT)
        .flatMap(LedgerText::entry)
        .filter(entry -> name(entry.target()).equals(name));
  }

  private Optional<AreaRecord> area(String name) throws DiskException {
    return CheckedText.read(dir, name, LedgerText.AREA)
        .flatMap(LedgerText::area)
        .filter(area -> name(area).equals(name));
  }

  void put(LedgerEntry entry) throws DiskException {
    CheckedText.write(
        tmp, dir, name(entry.target()), LedgerText.PLACEMENT, LedgerText.lines(entry));
  }

  void put(AreaRecord area) throws DiskException {
    CheckedText.write(tmp, dir, name(area), LedgerText.AREA, LedgerText.lines(area));
  }

  void remove(NodePath target) throws DiskException {
    remove(name(target));
  }

  void remove(AreaRecord area) throws DiskException {
    remove(name(area));
  }

  private void remove(String name) throws DiskException {
    dir.removeTree(name);
    dir.sync();
  }

  /** Every entry, in no order. */
  List<LedgerEntry> entries() throws DiskException {
    var entries = new ArrayList<LedgerEntry>();
    for (String name : dir.list()) {
      if (!name.startsWith(AREA)) {
        entry(name).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** Every area, in no order. */
  List<AreaRecord> areas() throws DiskException {
    var areas = new ArrayList<AreaRecord>();
    for (String name : dir.list()) {
      if (name.startsWith(AREA)) {
        area(name).ifPresent(areas::add);
      }
    }
    return areas;
  }

  /** Removes every file that is neither an entry nor an area. */
  void removeDamaged() throws DiskException {
    for (String name : dir.list()) {
      boolean damaged = name.startsWith(AREA) ? area(name).isEmpty() : entry(name).isEmpty();
      if (damaged) {
        remove(name);
      }
    }
  }
}
