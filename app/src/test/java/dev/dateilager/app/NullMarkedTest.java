package dev.dateilager.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Every package says {@code @NullMarked} itself: what the class path reads, such as the fat jar,
 * never sees the module's annotation.
 */
final class NullMarkedTest {
  private static final DescribedPredicate<JavaClass> WRITTEN_BY_HAND =
      DescribedPredicate.not(resideInAPackage("dev.dateilager.proto.."));

  @Test
  void everyPackage_isNullMarked() {
    var classes = ImportedRooms.ALL.that(WRITTEN_BY_HAND);
    var marked =
        classes.stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .filter(type -> type.isAnnotatedWith(NullMarked.class))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    Set<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    unmarked.removeAll(marked);

    assertThat(marked).contains("dev.dateilager.domain.model", "dev.dateilager.app");
    assertThat(unmarked).as("packages without a @NullMarked package-info.java").isEmpty();
  }
}
