using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Patella.Kernel.Learning.Training;

/// <summary>
/// Trains a linear head: for each class against all others a support vector machine with squared hinge loss, by dual
/// coordinate ascent (Hsieh and others, 2008), eight classes at a time. Each feature is scaled for each class by its
/// naive-Bayes log ratio (Wang and Manning, 2012), to a power below one: in full it trusts rare features too much. The same input gives the same weights on every machine: all sums run
/// in a fixed order and lanes do not mix.
/// </summary>
internal static class LinearTrainer
{
    private const int Lanes = 8;

    /// <summary>Floats of a row: eight weights, eight squared scales; a cache line.</summary>
    private const int RowFloats = 16;

    /// <summary>Trains all classes and writes them as small integers.</summary>
    /// <param name="matrix">The texts.</param>
    /// <param name="labels">For each text and class: 1 it is, -1 it is not, 0 unknown.</param>
    /// <param name="costs">For each text how much it counts.</param>
    /// <param name="head">To be filled.</param>
    /// <param name="options">Passes, cost, smoothing and seed.</param>
    public static void Train(FeatureMatrix matrix, sbyte[] labels, float[] costs, HashedHead head, TrainingOptions options)
    {
        var order = Enumerable.Range(0, matrix.Rows).ToArray();
        var orders = new int[options.Epochs][];
        var random = new Random(options.Seed);
        for (var epoch = 0; epoch < orders.Length; epoch++)
        {
            random.Shuffle(order);
            orders[epoch] = [.. order];
        }
        Parallel.For(0, (head.Classes + Lanes - 1) / Lanes, block => new Block(matrix, labels, costs, head, options, block * Lanes).Run(orders));
    }

    private sealed class Block(FeatureMatrix matrix, sbyte[] labels, float[] costs, HashedHead head, TrainingOptions options, int from)
    {
        private readonly float[] _table = new float[RowFloats << head.Bits];
        private readonly int _count = Math.Min(Lanes, head.Classes - from);
        private readonly float[] _alpha = new float[matrix.Rows * Lanes];
        private readonly float[] _norm = new float[matrix.Rows * Lanes];
        private readonly float[] _bias = new float[Lanes];

        public void Run(int[][] orders)
        {
            ScaleFeatures();
            for (var row = 0; row < matrix.Rows; row++) Norm(row);
            foreach (var order in orders)
                foreach (var row in order) Step(row);
            Quantise();
        }

        private float Label(int row, int lane) => lane < _count ? labels[row * head.Classes + from + lane] : 0;

        /// <summary>Squared scale: the log ratio of how often texts of the class and others have the feature, to the power.</summary>
        private void ScaleFeatures()
        {
            var counts = new float[RowFloats << head.Bits];
            var (positive, negative) = (new float[Lanes], new float[Lanes]);
            for (var row = 0; row < matrix.Rows; row++)
            {
                for (var lane = 0; lane < Lanes; lane++)
                {
                    var label = Label(row, lane);
                    if (label > 0) positive[lane]++;
                    if (label < 0) negative[lane]++;
                    if (label == 0) continue;
                    foreach (var feature in matrix.Features(row)) counts[head.RowOf(feature) * RowFloats + (label > 0 ? lane : Lanes + lane)]++;
                }
            }
            for (var row = 0; row < 1 << head.Bits; row++)
            {
                for (var lane = 0; lane < Lanes; lane++)
                    _table[row * RowFloats + Lanes + lane] = Squared(counts[row * RowFloats + lane], counts[row * RowFloats + Lanes + lane], positive[lane], negative[lane]);
            }
        }

        private float Squared(float with, float without, float positive, float negative)
        {
            var smoothing = options.Smoothing;
            if (smoothing <= 0) return 1;
            if (positive == 0 || negative == 0) return 0;
            var share = positive / (positive + negative);
            var ratio = MathF.Log((with + smoothing * share) / share) - MathF.Log((without + smoothing * (1 - share)) / (1 - share));
            return MathF.Pow(ratio * ratio, options.RatioPower);
        }

        private void Norm(int row)
        {
            var sum = Vector256<float>.One;
            var features = matrix.Features(row);
            var values = matrix.Values(row);
            for (var i = 0; i < features.Length; i++) sum += Vector256.LoadUnsafe(ref _table[head.RowOf(features[i]) * RowFloats + Lanes]) * (values[i] * values[i]);
            sum.StoreUnsafe(ref _norm[row * Lanes]);
        }

        private void Step(int row)
        {
            ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
            var features = matrix.Features(row);
            var values = matrix.Values(row);
            var score = Vector256.LoadUnsafe(ref _bias[0]);
            for (var i = 0; i < features.Length; i++) score += Vector256.LoadUnsafe(ref table, (nuint)(head.RowOf(features[i]) * RowFloats)) * values[i];
            Span<float> change = stackalloc float[Lanes];
            var penalty = 0.5f / (options.Cost * costs[row]);
            var moved = false;
            for (var lane = 0; lane < Lanes; lane++)
            {
                var label = Label(row, lane);
                ref var alpha = ref _alpha[row * Lanes + lane];
                var gradient = label * score[lane] - 1 + penalty * alpha;
                var next = label == 0 ? 0 : MathF.Max(alpha - gradient / (_norm[row * Lanes + lane] + penalty), 0);
                change[lane] = (next - alpha) * label;
                moved |= change[lane] != 0;
                alpha = next;
            }
            if (!moved) return;
            var step = Vector256.Create<float>(change);
            (Vector256.LoadUnsafe(ref _bias[0]) + step).StoreUnsafe(ref _bias[0]);
            for (var i = 0; i < features.Length; i++)
            {
                var at = (nuint)(head.RowOf(features[i]) * RowFloats);
                (Vector256.LoadUnsafe(ref table, at) + step * values[i] * Vector256.LoadUnsafe(ref table, at + Lanes)).StoreUnsafe(ref table, at);
            }
        }

        private void Quantise()
        {
            for (var lane = 0; lane < _count; lane++)
            {
                var scale = WeightScale.Of(_table, lane, RowFloats);
                head.Scale[from + lane] = scale;
                head.Bias[from + lane] = _bias[lane];
                for (var row = 0; row < 1 << head.Bits; row++)
                    head.Weights[row * head.Lanes + from + lane] = WeightScale.Small(_table[row * RowFloats + lane], scale);
            }
        }
    }
}
