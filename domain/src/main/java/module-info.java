import org.jspecify.annotations.NullMarked;

/** The pure core: values, rules, use cases and the ports they need. No I/O and no framework. */
@NullMarked
@SuppressWarnings("requires-automatic") // RE2/J ships no descriptor
module dev.dateilager.domain {
  requires static org.jspecify;
  requires re2j;

  exports dev.dateilager.domain.access;
  exports dev.dateilager.domain.administration;
  exports dev.dateilager.domain.catalog;
  exports dev.dateilager.domain.model;
  exports dev.dateilager.domain.staging;
  exports dev.dateilager.domain.tasks;
  exports dev.dateilager.domain.workspace;
}
