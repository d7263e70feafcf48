package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerifySummary;
import dev.dateilager.proto.v1.Check;
import dev.dateilager.proto.v1.ExplainResponse;
import dev.dateilager.proto.v1.PlaceRequest;
import dev.dateilager.proto.v1.Placement;
import dev.dateilager.proto.v1.PruneRequest;
import dev.dateilager.proto.v1.PruneResponse;
import dev.dateilager.proto.v1.RefreshResponse;
import dev.dateilager.proto.v1.StatusResponse;
import dev.dateilager.proto.v1.VerifyResponse;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Translates between {@code dateilager.v1.Placements}, {@code dateilager.v1.Daemon} and the domain.
 */
final class NodeWire {
  private NodeWire() {}

  /**
   * How to place; absent for the daemon's own way.
   *
   * @throws InvalidArgument for a mode that is none
   */
  static Optional<LinkMode> mode(PlaceRequest request) throws InvalidArgument {
    if (request.getMode().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        LinkMode.named(request.getMode())
            .orElseThrow(
                () ->
                    new InvalidArgument(
                        "mode '%s' is none of auto, link, clone and copy"
                            .formatted(request.getMode()))));
  }

  static Optional<Boolean> strict(PlaceRequest request) {
    return request.hasStrict() ? Optional.of(request.getStrict()) : Optional.empty();
  }

  /**
   * How many versions to keep; absent for the daemon's own number.
   *
   * @throws InvalidArgument for more than any store holds
   */
  static OptionalInt keep(PruneRequest request) throws InvalidArgument {
    if (!request.hasKeep()) {
      return OptionalInt.empty();
    }
    if (request.getKeep() != (int) request.getKeep()) {
      throw new InvalidArgument("%d versions cannot be kept".formatted(request.getKeep()));
    }
    return OptionalInt.of((int) request.getKeep());
  }

  static Placement placement(dev.dateilager.domain.staging.Placement placement) {
    var message =
        Placement.newBuilder()
            .setPath(placement.target().value())
            .setVersion(number(placement.version()))
            .setMode(placement.mode().label())
            .setLinked(placement.linked())
            .setCloned(placement.cloned())
            .setCopied(placement.copied())
            .setBytes(placement.bytes())
            .setPlacedAtUnixNanos(nanos(placement.placedAt()));
    placement.why().forEach((obstacle, files) -> message.putWhy(obstacle.label(), files));
    return message.build();
  }

  static StatusResponse status(NodeStatus status) {
    var message =
        StatusResponse.newBuilder()
            .setPacks(status.golden().map(golden -> golden.packs().size()).orElse(0))
            .setFiles(status.size().files())
            .setBytes(status.size().bytes())
            .setStale(status.stale())
            .setFailure(reason(status.failure()))
            .setRefreshedAtUnixNanos(status.refreshedAt().map(NodeWire::nanos).orElse(0L))
            .setRefreshingSinceUnixNanos(status.refreshingSince().map(NodeWire::nanos).orElse(0L))
            .addAllVersions(numbers(status.versions()))
            .setPlacements(status.placements())
            .setTrash(status.trash())
            .setFreeBytes(status.space().bytes())
            .setFreeInodes(status.space().inodes())
            .setStagingPath(status.stagingPath())
            .setLinkMode(status.linkMode().label())
            .setStrict(status.strict())
            .addAllAllowedRoots(status.allowedRoots().stream().map(NodePath::value).toList())
            .setStartedAtUnixNanos(nanos(status.startedAt()));
    status.golden().ifPresent(golden -> message.setVersion(golden.wireVersion()));
    return message.build();
  }

  static RefreshResponse refreshed(PrepareReport prepared) {
    return RefreshResponse.newBuilder()
        .setOutcome(prepared.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .setVersion(prepared.golden().wireVersion())
        .setPacks(prepared.packs())
        .setDownloadedBytes(prepared.bytes())
        .setFailure(reason(prepared.failure()))
        .build();
  }

  static PruneResponse pruned(PruneReport report) {
    return PruneResponse.newBuilder()
        .addAllRemovedVersions(numbers(report.removed().stream().sorted().toList()))
        .addAllHeldVersions(numbers(report.held().stream().sorted().toList()))
        .setPacks(report.packs())
        .setFiles(report.size().files())
        .setBytes(report.size().bytes())
        .build();
  }

  static VerifyResponse finding(Finding finding, List<NodePath> placements) {
    return VerifyResponse.newBuilder()
        .setFinding(
            dev.dateilager.proto.v1.Finding.newBuilder()
                .setPack(Wire.bytes(finding.pack()))
                .setPath(finding.path())
                .setWhat(finding.what())
                .addAllPlacements(placements.stream().map(NodePath::value).toList()))
        .build();
  }

  static VerifyResponse summary(VerifySummary summary) {
    return VerifyResponse.newBuilder()
        .setSummary(
            dev.dateilager.proto.v1.VerifySummary.newBuilder()
                .setPacks(summary.packs())
                .setFiles(summary.files())
                .setBytes(summary.bytes())
                .setFindings(summary.findings())
                .setRepaired(summary.repaired()))
        .build();
  }

  static ExplainResponse explained(Explanation explanation) {
    var message = ExplainResponse.newBuilder().addAllFacts(explanation.facts());
    explanation.placement().map(NodeWire::placement).ifPresent(message::setPlacement);
    return message.build();
  }

  static Check check(NodeCheck check) {
    return Check.newBuilder()
        .setName(check.name())
        .setLevel(check.level().label())
        .setFound(check.found())
        .setAdvice(check.advice())
        .build();
  }

  private static long number(CacheVersion version) {
    return version.equals(GoldenCopy.NO_CACHE.version()) ? CacheVersion.NONE : version.value();
  }

  private static List<Long> numbers(Collection<CacheVersion> versions) {
    return versions.stream().map(CacheVersion::value).toList();
  }

  private static String reason(Optional<DateiLagerException> failure) {
    return failure.map(Throwable::getMessage).orElse("");
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
