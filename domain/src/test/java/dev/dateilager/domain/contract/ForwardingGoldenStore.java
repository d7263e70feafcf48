package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.FindingSink;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.Scrutiny;
import dev.dateilager.domain.staging.StoreSpace;
import java.util.Optional;
import java.util.Set;

/** Hands every call on; a test overrides the one that it is about. */
public class ForwardingGoldenStore implements GoldenStore {
  private final GoldenStore store;

  /** Hands on to {@code store}. */
  public ForwardingGoldenStore(GoldenStore store) {
    this.store = store;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public Set<CacheVersion> versions() {
    return store.versions();
  }

  @Override
  public Optional<GoldenCopy> golden(CacheVersion version) {
    return store.golden(version);
  }

  @Override
  public GoldenSize size(GoldenCopy golden) {
    return store.size(golden);
  }

  @Override
  public boolean has(ContentHash pack) {
    return store.has(pack);
  }

  @Override
  public Set<ContentHash> packs() {
    return store.packs();
  }

  @Override
  public Download begin() throws DateiLagerException {
    return store.begin();
  }

  @Override
  public Optional<Lease> lease(CacheVersion version) {
    return store.lease(version);
  }

  @Override
  public PruneReport prune(Set<CacheVersion> keep, boolean dryRun) throws DateiLagerException {
    return store.prune(keep, dryRun);
  }

  @Override
  public void quarantine(ContentHash pack, String why) throws DateiLagerException {
    store.quarantine(pack, why);
  }

  @Override
  public void verify(ContentHash pack, Scrutiny scrutiny, FindingSink sink)
      throws DateiLagerException {
    store.verify(pack, scrutiny, sink);
  }

  @Override
  public StoreSpace space() throws DateiLagerException {
    return store.space();
  }

  @Override
  public void close() {
    store.close();
  }
}
