package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.InMemoryCatalogStore;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are longer than what is in memory at once (I27). */
@Timeout(60)
class ProjectsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 1000, 1001, 2000})
  void list_ofMany_bringsEachOnce(long count) throws Exception {
    var store = new InMemoryCatalogStore();
    for (long id = 1; id <= count; id++) {
      store.createProject(new ProjectId(id), List.of(), Optional.empty());
    }
    var ids = new ArrayList<Long>();

    new Projects(store).list(new Role.Admin(), project -> ids.add(project.id().value()));

    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
  }
}
