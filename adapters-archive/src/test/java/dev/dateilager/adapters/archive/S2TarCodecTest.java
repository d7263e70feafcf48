package dev.dateilager.adapters.archive;

import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.contract.PackCodecContract;
import dev.dateilager.domain.model.Limits;

class S2TarCodecTest extends PackCodecContract {
  @Override
  protected PackCodec codec(Limits limits) {
    return new S2TarCodec(limits);
  }

  @Override
  protected boolean compresses() {
    return true;
  }
}
