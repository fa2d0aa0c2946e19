package io.fuxictr.ctr.layer.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compares a mixture with its formula, written out number by number. */
class LowRankCrossNetIT {
  private static final int WIDTH = 3;
  private static final int EXPERTS = 2;
  private static final int RANK = 2;

  private final Map<String, float[]> values = new HashMap<>();

  @Test
  void oneLayerIsTheGatedSumOfItsExperts() {
    try (GradientCheck arrays = new GradientCheck()) {
      LowRankCrossNet net =
          new LowRankCrossNet("c", WIDTH, 1, new LowRankCrossNet.Size(EXPERTS, RANK));
      arrays.fill(net);
      for (Weight weight : net.weights()) {
        values.put(weight.parameter().getName(), weight.array().toFloatArray());
      }
      NDArray x = arrays.values(1, WIDTH);
      Pass pass = Pass.scoring(new ParameterStore(arrays.memory(), false));

      float[] actual = net.apply(pass, x).toFloatArray();

      double[] expected = byHand(x.toFloatArray());
      for (int i = 0; i < WIDTH; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  private double[] byHand(float[] x) {
    double[] gates = new double[EXPERTS];
    double sum = 0;
    for (int k = 0; k < EXPERTS; k++) {
      double score = 0;
      for (int i = 0; i < WIDTH; i++) {
        score += at("c.gating.0.weight", k * WIDTH + i) * x[i];
      }
      gates[k] = Math.exp(score);
      sum += gates[k];
    }
    double[] y = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      y[i] = x[i];
      for (int k = 0; k < EXPERTS; k++) {
        y[i] += gates[k] / sum * x[i] * (expert(k, x)[i] + at("c.bias.0", i));
      }
    }
    return y;
  }

  private double[] expert(int k, float[] x) {
    double[] low = new double[RANK];
    double[] turned = new double[RANK];
    double[] up = new double[WIDTH];
    for (int r = 0; r < RANK; r++) {
      for (int i = 0; i < WIDTH; i++) {
        low[r] += at("c.V_list.0", (k * WIDTH + i) * RANK + r) * x[i];
      }
      low[r] = Math.tanh(low[r]);
    }
    for (int r = 0; r < RANK; r++) {
      for (int s = 0; s < RANK; s++) {
        turned[r] += at("c.C_list.0", (k * RANK + r) * RANK + s) * low[s];
      }
      turned[r] = Math.tanh(turned[r]);
    }
    for (int i = 0; i < WIDTH; i++) {
      for (int r = 0; r < RANK; r++) {
        up[i] += at("c.U_list.0", (k * WIDTH + i) * RANK + r) * turned[r];
      }
    }
    return up;
  }

  private double at(String name, int place) {
    return Optional.ofNullable(values.get(name)).orElseThrow()[place];
  }
}
