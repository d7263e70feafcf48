package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.model.Limits;

class PlainPackCodecTest extends PackCodecContract {
  @Override
  protected PackCodec codec(Limits limits) {
    return new PlainPackCodec(limits);
  }

  @Override
  protected boolean compresses() {
    return false;
  }
}
