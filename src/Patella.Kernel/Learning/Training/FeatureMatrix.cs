using System.Text;

namespace Patella.Kernel.Learning.Training;

/// <summary>The features of many texts, one row after another, with their values.</summary>
internal sealed class FeatureMatrix
{
    private readonly List<uint> _features = [];
    private readonly List<float> _values = [];
    private readonly List<int> _starts = [0];

    public int Rows => _starts.Count - 1;

    public ReadOnlySpan<uint> Features(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_features)[_starts[row].._starts[row + 1]];

    public ReadOnlySpan<float> Values(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values)[_starts[row].._starts[row + 1]];

    /// <summary>Features as the reader sees them; the same one twice is one with twice the value. All are divided by the root of their number.</summary>
    public static FeatureMatrix Of(IEnumerable<string> texts, GramSet grams, bool second)
    {
        var matrix = new FeatureMatrix();
        var symbols = new ushort[VoiceSymbols.Most];
        var features = new uint[VoiceGrams.Most];
        foreach (var text in texts)
        {
            var length = VoiceSymbols.Normalise(Encoding.UTF8.GetBytes(text), symbols);
            var count = VoiceGrams.First(grams, symbols.AsSpan(0, length), features);
            if (second) count += VoiceGrams.Second(grams, symbols.AsSpan(0, length), features.AsSpan(count));
            matrix.Add(features.AsSpan(0, count));
        }
        return matrix;
    }

    private void Add(Span<uint> features)
    {
        features.Sort();
        var one = features.Length == 0 ? 0 : 1 / MathF.Sqrt(features.Length);
        for (var i = 0; i < features.Length; i++)
        {
            if (i > 0 && features[i] == features[i - 1])
            {
                _values[^1] += one;
                continue;
            }
            _features.Add(features[i]);
            _values.Add(one);
        }
        _starts.Add(_features.Count);
    }
}
