package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every {@link ServerAdministration} and {@link CacheAdministration} must hold to. */
public abstract class AdministrationContract extends ClientFixture {
  private static final ProjectId NOBODY = new ProjectId(Long.MIN_VALUE);

  /** The projects of the server that {@link #projects} is, too. */
  protected abstract ServerAdministration server();

  /** Its cache versions. */
  protected abstract CacheAdministration cacheVersions();

  private long versionOf(ProjectId project) throws DateiLagerException {
    return server().projects().stream()
        .filter(state -> state.id().equals(project))
        .mapToLong(ProjectVersion::latestVersion)
        .findAny()
        .orElse(-1);
  }

  @Test
  void projects_areListedWithTheirVersions_untilTheyAreDeleted() throws Exception {
    ProjectId fresh = project();
    ProjectId updated = project();
    on(updated).files("v1", "a").send();

    assertThat(server().projects())
        .contains(new ProjectVersion(fresh, 0), new ProjectVersion(updated, 1));

    server().delete(updated);
    server().delete(updated);

    assertThat(versionOf(updated)).isEqualTo(-1);
    assertThat(versionOf(fresh)).isZero();
  }

  @Test
  void copy_mirrorsTheSourceAsOfAVersion() throws Exception {
    ProjectId source = project();
    on(source).files("v1", "a", "b").send();
    on(source).files("v2", "a").delete("b").send();
    ProjectId target = project();
    on(target).files("own", "c").send();

    assertThat(server().copy(source, 1, target)).isEqualTo(2);
    assertThat(listed(target)).isEqualTo(pairs("a", "a v1", "b", "b v1"));
    assertThat(server().copy(source, Long.MAX_VALUE, target)).isEqualTo(3);
    assertThat(listed(target)).isEqualTo(pairs("a", "a v2"));
    assertThat(server().copy(source, 0, target)).isEqualTo(4);
    assertThat(listed(target)).isEmpty();
  }

  @Test
  void copy_betweenWhatDoesNotFit_changesNothing() throws Exception {
    ProjectId source = project();
    ProjectId packed = project("^p/");
    on(packed).files("v1", "a").send();

    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> server().copy(source, 0, packed));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> server().copy(NOBODY, 0, packed));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> server().copy(source, 0, NOBODY));
    assertThat(listed(packed)).isEqualTo(pairs("a", "a v1"));
  }

  @Test
  void rollback_forgetsWhatCameAfter() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").send();
    on(project).files("v2", "a", "b").send();

    server().rollback(project, 1);

    assertThat(versionOf(project)).isEqualTo(1);
    assertThat(listed(project)).isEqualTo(pairs("a", "a v1"));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> server().rollback(project, 2));
    assertThat(versionOf(project)).isEqualTo(1);
  }

  @Test
  void inspect_countsFilesInPacksAndRowsOfAllVersions() throws Exception {
    ProjectId project = project("^p/");
    on(project).files("v1", "p/a", "p/b", "c").send();
    on(project).files("v2", "c").send();

    assertThat(server().inspect(project)).isEqualTo(new Inspection(2, 3, 3));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> server().inspect(NOBODY));
  }

  @Test
  void reset_comesBackToASnapshot() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").send();
    List<ProjectVersion> states = server().snapshot();
    on(project).files("v2", "a").send();
    ProjectId later = project();

    server().reset(states);

    assertThat(listed(project)).isEqualTo(pairs("a", "a v1"));
    assertThat(versionOf(later)).isEqualTo(-1);
    assertThat(server().snapshot()).isEqualTo(states);
  }

  @Test
  void collect_ofAProject_countsContentsThatNobodyElseHas() throws Exception {
    ProjectId project = project();
    String own = " of " + project;
    on(project).files("v1" + own, "a").send();
    on(project).files("v2" + own, "a").send();
    on(project).files("v3" + own, "a").send();
    on(project).files("v4" + own, "a").send(); // the versions kept are 3, whole, and 4

    var kept = new Collecting.OneProject(project, 1, OptionalLong.of(1));
    assertThat(server().collect(kept).contents()).isEqualTo(1); // version 2's
    var all = new Collecting.OneProject(project, 1, OptionalLong.empty());
    assertThat(server().collect(all).contents()).isEqualTo(1);
    assertThat(server().collect(all).contents()).isZero();
    assertThat(server().collect(all).projects()).containsExactly(project);
    assertThat(listed(project)).isEqualTo(pairs("a", "a v4" + own));
  }

  @Test
  void collect_ofEveryProjectAndContent_leavesWhatIsLive() throws Exception {
    ProjectId project = project();
    String own = " of " + project;
    on(project).files("v1" + own, "a").send();
    on(project).files("v2" + own, "a").send();

    var everything = new Collecting.RandomProjects(100, 1, OptionalLong.empty());
    assertThat(server().collect(everything).projects()).contains(project);
    assertThat(server().collect(new Collecting.Contents(100)).projects()).isEmpty();
    assertThat(listed(project)).isEqualTo(pairs("a", "a v2" + own));
  }

  @Test
  void caches_areMadeInspectedAndRetired() throws Exception {
    ProjectId project = project("^[^/]+/[^/]+/");
    String own = "admin-" + project + "/";
    on(project).files("v1", own + "p/a", own + "q/b").send();

    CacheInfo first = cacheVersions().create(CachePlan.ofPacks(own, 10));
    CacheInfo second =
        cacheVersions()
            .create(new CachePlan(own, OptionalInt.empty(), OptionalLong.of(first.bytes() - 1)));

    assertThat(first.packs()).isEqualTo(2);
    assertThat(second.packs()).isEqualTo(1);
    assertThat(cacheVersions().list()).startsWith(second, first);
    var told = new Told();
    cacheVersions().inspect(Optional.of(first.version()), told);
    assertThat(told.caches).containsExactly(first);
    assertThat(told.packs).hasSize(2).allMatch(pack -> pack.projects() == 1);
    assertThat(told.packs.stream().mapToLong(pack -> pack.storedBytes().orElse(0)).sum())
        .isEqualTo(first.bytes());
    assertThat(told.projects).containsExactly(new ProjectUse(project, 2));

    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> cacheVersions().retire(second.version(), false));
    assertThat(cacheVersions().retire(first.version(), false)).isEqualTo(first);
    assertThat(cacheVersions().retire(second.version(), true)).isEqualTo(second);
    assertThat(cacheVersions().list()).doesNotContain(first, second);
  }

  @Test
  void caches_thatAreNotThere_areNotFound() {
    var none = new CacheVersion(Long.MAX_VALUE);
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> cacheVersions().inspect(Optional.of(none), new Told()));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> cacheVersions().retire(none, true));
  }

  private static final class Told implements CacheUseSink {
    private final List<CacheInfo> caches = new ArrayList<>();
    private final List<PackUse> packs = new ArrayList<>();
    private final List<ProjectUse> projects = new ArrayList<>();

    @Override
    public void begin(CacheInfo cache) {
      caches.add(cache);
    }

    @Override
    public void pack(PackUse use) {
      packs.add(use);
    }

    @Override
    public void project(ProjectUse use) {
      projects.add(use);
    }
  }
}
