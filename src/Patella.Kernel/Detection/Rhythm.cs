namespace Patella.Kernel.Detection;

/// <summary>
/// How the share of each reason goes over the hours of a day and of a week, and how much its minutes scatter beyond Poisson. The hour of the week is
/// shrunk to the hour of the day, that to one.
/// </summary>
internal sealed class Rhythm
{
    private const int Hours = 168;

    /// <summary>Expected voices that weigh as much as the prior.</summary>
    private const float Prior = 60;
    private float[] _count = [], _expected = [];

    /// <summary>The same of the hour that goes on: told apart, so that a fault that grows within it is not its own habit.</summary>
    private float[] _countNow = [], _expectedNow = [];
    private float[] _scatter = [];

    public void Ensure(int known)
    {
        if (known * Hours > _count.Length)
        {
            Array.Resize(ref _count, known * Hours);
            Array.Resize(ref _expected, known * Hours);
            var old = _scatter.Length;
            Array.Resize(ref _countNow, known);
            Array.Resize(ref _expectedNow, known);
            Array.Resize(ref _scatter, known);
            _scatter.AsSpan(old).Fill(0.01f);
        }
    }

    /// <summary>Factor of the hour on the share of the reason.</summary>
    /// <param name="doubt">How much of what was heard is taken for chance: on the first day nothing tells an hour's habit from a fault.</param>
    public float Factor(int what, int hour, float doubt)
    {
        if (what >= _scatter.Length)
        {
            return 1;
        }

        var (count, expected) = (0f, 0f);
        for (var day = 0; day < 7; day++)
        {
            var place = (what * Hours) + (day * 24) + (hour % 24);
            (count, expected) = (count + _count[place], expected + _expected[place]);
        }

        var prior = Prior + (doubt * expected);
        var daily = (count + prior) / (expected + prior);
        var own = (what * Hours) + hour;
        prior = Prior + (doubt * _expected[own]);
        return Math.Clamp((_count[own] + (prior * daily)) / (_expected[own] + prior), 0.25f, 4f);
    }

    /// <summary>Relative variance beyond Poisson: variance = mean + scatter x mean squared.</summary>
    public float Scatter(int what) => what < _scatter.Length ? Math.Max(_scatter[what], 0) : 0.01f;

    /// <summary>Learns one minute of a reason.</summary>
    /// <param name="flat">Expected without the factor of the hour.</param>
    /// <param name="now">Whether it counts at once; otherwise when its hour is over.</param>
    public void Learn(int what, int hour, bool now, float count, float flat, float expected)
    {
        var (counts, expectations, place) = now ? (_count, _expected, (what * Hours) + hour) : (_countNow, _expectedNow, what);
        counts[place] += Math.Min(count, (3 * expected) + 10);
        expectations[place] += flat;
        if (expected >= 2 && count < (3 * expected) + 10)
        {
            var beyond = ((count - expected) * (count - expected) / (expected * expected)) - (1 / expected);
            _scatter[what] += (Math.Clamp(beyond, -1, 1) - _scatter[what]) / 400;
        }
    }

    /// <summary>Lets what was heard in an hour count.</summary>
    public void EndHour(int hour)
    {
        for (var what = 0; what < _countNow.Length; what++)
        {
            _count[(what * Hours) + hour] += _countNow[what];
            _expected[(what * Hours) + hour] += _expectedNow[what];
        }

        Array.Clear(_countNow);
        Array.Clear(_expectedNow);
    }

    /// <summary>An hour begins again: what was learnt a week ago counts for less.</summary>
    public void BeginHour(int hour)
    {
        for (var place = hour; place < _count.Length; place += Hours)
        {
            _count[place] *= 0.8f;
            _expected[place] *= 0.8f;
        }
    }

    public void Save(StateWriter state)
    {
        state.Array<float>(_count);
        state.Array<float>(_expected);
        state.Array<float>(_countNow);
        state.Array<float>(_expectedNow);
        state.Array<float>(_scatter);
    }

    public void Load(StateReader state)
        => (_count, _expected, _countNow, _expectedNow, _scatter) = (state.Array<float>(), state.Array<float>(), state.Array<float>(), state.Array<float>(), state.Array<float>());
}
