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

/** The placements this store knows of, one durable file a target. */
final class Ledger {
  private static final String FORM = "dateilager placement 1";

  private final Dir dir;
  private final Dir tmp;

  Ledger(StoreDirs dirs) {
    this.dir = dirs.ledger();
    this.tmp = dirs.tmp();
  }

  private static String name(NodePath target) {
    return ContentHash.of(Blob.utf8(target.value())).hex();
  }

  Optional<LedgerEntry> of(NodePath target) throws DiskException {
    return CheckedText.read(dir, name(target), FORM)
        .flatMap(LedgerEntry::parse)
        .filter(entry -> entry.target().equals(target));
  }

  void put(LedgerEntry entry) throws DiskException {
    CheckedText.write(tmp, dir, name(entry.target()), FORM, entry.lines());
  }

  void remove(NodePath target) throws DiskException {
    dir.removeTree(name(target));
    dir.sync();
  }

  /** Every entry that can be read; files that are none are removed. */
  List<LedgerEntry> all() throws DiskException {
    var entries = new ArrayList<LedgerEntry>();
    for (String name : dir.list()) {
      Optional<LedgerEntry> entry = CheckedText.read(dir, name, FORM).flatMap(LedgerEntry::parse);
      if (entry.isPresent() && name(entry.get().target()).equals(name)) {
        entries.add(entry.get());
      } else {
        dir.removeTree(name);
      }
    }
    return entries;
  }
}
