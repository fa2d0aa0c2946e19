package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.dataset.feature.EncoderStep.Activation;
import io.fuxictr.dataset.feature.EncoderStep.KMaxPooling;
import io.fuxictr.dataset.feature.EncoderStep.Linear;
import io.fuxictr.dataset.feature.EncoderStep.MaskedAveragePooling;
import io.fuxictr.dataset.feature.EncoderStep.MaskedSumPooling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderStepsTest {

  @Test
  void expressionsAreReadByNameAndByPlace() {
    assertThat(EncoderSteps.parse("layers.MaskedAveragePooling()"))
        .contains(List.of(new MaskedAveragePooling()));
    assertThat(EncoderSteps.parse("MaskedSumPooling")).contains(List.of(new MaskedSumPooling()));
    assertThat(EncoderSteps.parse("layers.KMaxPooling(3, dim=1)"))
        .contains(List.of(new KMaxPooling(3, 1)));
    assertThat(EncoderSteps.parse("nn.Linear(16, 8)")).contains(List.of(new Linear(16, 8, true)));
    assertThat(EncoderSteps.parse("nn.Linear(in_features=16,out_features=8,bias=False)"))
        .contains(List.of(new Linear(16, 8, false)));
    assertThat(EncoderSteps.parse("relu")).contains(List.of(new Activation(Activation.Kind.RELU)));
    assertThat(EncoderSteps.parse("torch.nn.Softmax(dim=-1)"))
        .contains(List.of(new Activation(Activation.Kind.SOFTMAX)));
  }

  @Test
  void aListIsASequenceOfSteps() {
    assertThat(EncoderSteps.parse(List.of("layers.MaskedSumPooling()", "nn.Linear(4, 2)")))
        .contains(List.of(new MaskedSumPooling(), new Linear(4, 2, true)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"null", "None", "none", ""})
  void nothingIsNoStep(@org.jspecify.annotations.Nullable String text) {
    assertThat(EncoderSteps.parse(text)).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__import__('os').system('x')",
        "layers.MaskedAveragePooling(3)",
        "layers.KMaxPooling(0, 1)",
        "layers.KMaxPooling(1)",
        "nn.Linear(16)",
        "nn.Linear(16, -1)",
        "nn.Linear(16, 8, bias=maybe)",
        "nn.Linear(bias=16, 8)",
        "nn.Softmax(dim=1)",
        "nn.ReLU(1)",
        "nn.Dropout()",
        "nn.ReLU(); nn.ReLU()"
      })
  void anythingElseIsNotKnown(String text) {
    assertThat(EncoderSteps.parse(text)).isEmpty();
  }

  @Test
  void whatIsWrittenIsRead() {
    List<EncoderStep> steps =
        Stream.concat(
                Stream.<EncoderStep>of(
                    new MaskedAveragePooling(),
                    new MaskedSumPooling(),
                    new KMaxPooling(2, -1),
                    new Linear(3, 4, true),
                    new Linear(3, 4, false)),
                Arrays.stream(Activation.Kind.values()).map(Activation::new))
            .toList();

    assertThat(EncoderSteps.parse(EncoderSteps.text(steps))).contains(steps);
  }
}
