namespace Patella.Kernel.Detection;

/// <summary>
/// The total traffic as each reason sees it: voices of all other reasons in the same minute. A sale raises both alike, so no share moves. A reason that
/// outgrows the median by far is cut, so that a flood in one does not hide a fault in another.
/// </summary>
internal sealed class Traffic
{
    /// <summary>Voices in a minute from which the minute alone is trusted; below it an average over minutes fills in.</summary>
    private const double Trusted = 100;

    /// <summary>Part of the whole traffic of the last quarter of an hour that counts for a reason too: where one reason is nearly everything, it is its own measure.</summary>
    private const double Own = 0.05;

    private const int HistoryMinutes = 1 << 16;
    private static readonly double FastFade = Math.Exp(-1.0 / 3);
    private static readonly double SlowFade = Math.Exp(-1.0 / 15);
    private readonly double[] _sums = new double[HistoryMinutes];
    private double[] _fast = [], _slow = [], _usual = [], _cut = [];
    private int[] _pending = [], _ended = [];
    private double _allFast, _allSlow, _all;
    private int _minute = -1;

    /// <summary>Numbers of reasons (or stages) seen are below this.</summary>
    public int Known => _pending.Length;

    /// <summary>Voices in the minute before it was ended.</summary>
    public long Pending { get; private set; }

    /// <summary>Traffic of the last twenty minutes, fading as <see cref="Nodes.RecentMinutes"/>.</summary>
    public double Recent { get; private set; }

    /// <summary>Voices of a reason in the minute that has ended.</summary>
    public int Ended(int what) => what < Known ? _ended[what] : 0;

    public void Hit(int what)
    {
        if (what >= Known)
        {
            var length = Math.Max(what + 1, Known * 2);
            Array.Resize(ref _pending, length);
            Array.Resize(ref _ended, length);
            Array.Resize(ref _fast, length);
            Array.Resize(ref _slow, length);
            Array.Resize(ref _usual, length);
            Array.Resize(ref _cut, length);
        }

        _pending[what]++;
        Pending++;
    }

    /// <summary>Moves to the minute that has just ended; the minutes between had no voices.</summary>
    public void Roll(int minute)
    {
        for (var idle = Math.Max(_minute + 1, minute - HistoryMinutes + 1); idle < minute; idle++)
        {
            Step(idle, empty: true);
        }

        Cut();
        Step(minute, empty: false);
        _minute = minute;
        (_pending, _ended) = (_ended, _pending);
        Array.Clear(_pending);
        Pending = 0;
    }

    /// <summary>Voices of others in the minute that ended, as seen by a reason.</summary>
    public double Others(int what)
    {
        var (cut, fast, slow) = what < Known ? (_cut[what], _fast[what], _slow[what]) : (0, 0, 0);
        return Blend(Math.Max(_all - cut, 0), _allFast - fast, _allSlow - slow) + (Own * _allSlow);
    }

    /// <summary>Traffic after one minute up to and including another.</summary>
    public double Between(int after, int until)
        => until <= after ? 0 : Sum(until) - (after < 0 ? 0 : Sum(Math.Max(after, until - HistoryMinutes + 1)));

    /// <summary>The part of all traffic that a reason takes for that of others.</summary>
    public float IdleShare(int what) => (float)(1 + Own - Share(what));

    /// <summary>Share of a reason in the traffic lately.</summary>
    public double Share(int what) => what < Known && _allSlow > 0 ? Math.Clamp(_slow[what] / _allSlow, 0, 1) : 0;

    public void Save(StateWriter state)
    {
        state.Write(_minute);
        state.Write(Pending);
        state.Write(_allFast);
        state.Write(_allSlow);
        state.Write(_all);
        state.Write(Recent);
        foreach (var values in new[] { _fast, _slow, _usual, _cut, _sums })
        {
            state.Array<double>(values);
        }

        state.Array<int>(_pending);
        state.Array<int>(_ended);
    }

    public void Load(StateReader state)
    {
        (_minute, Pending, _allFast, _allSlow, _all, Recent) = (state.Int(), state.Long(), state.Double(), state.Double(), state.Double(), state.Double());
        (_fast, _slow, _usual, _cut) = (state.Array<double>(), state.Array<double>(), state.Array<double>(), state.Array<double>());
        state.Array<double>().CopyTo(_sums, 0);
        (_pending, _ended) = (state.Array<int>(), state.Array<int>());
    }

    private static double Blend(double minute, double fast, double slow)
    {
        var trust = Math.Min(1, minute / Trusted);
        return (trust * minute) + ((1 - trust) * Math.Max(Math.Max(fast, slow), 0));
    }

    private double Sum(int minute) => minute < 0 ? 0 : _sums[minute % HistoryMinutes];

    private void Step(int minute, bool empty)
    {
        _all = 0;
        for (var i = 0; i < Known; i++)
        {
            var count = empty ? 0 : _cut[i];
            _fast[i] = (_fast[i] * FastFade) + (count * (1 - FastFade));
            _slow[i] = (_slow[i] * SlowFade) + (count * (1 - SlowFade));
            _usual[i] += (count - _usual[i]) / Math.Min(minute + 1, 720);
            _all += count;
        }

        _allFast = (_allFast * FastFade) + (_all * (1 - FastFade));
        _allSlow = (_allSlow * SlowFade) + (_all * (1 - SlowFade));
        var traffic = Blend(_all, _allFast, _allSlow);
        Recent = (Recent * Math.Exp(-1 / Nodes.RecentMinutes)) + traffic;
        _sums[minute % HistoryMinutes] = Sum(minute - 1) + traffic;
    }

    /// <summary>Cuts what outgrows the weighted median of all reasons by more than four times and thirty.</summary>
    private void Cut()
    {
        for (var i = 0; i < Known; i++)
        {
            _cut[i] = _pending[i];
        }

        if (Pending < Trusted || _minute < 10)
        {
            return;
        }

        var factors = Enumerable.Range(0, Known).Where(i => _usual[i] > 0.05).Select(i => (Factor: _pending[i] / _usual[i], Weight: Math.Min(_usual[i], 50))).OrderBy(pair => pair.Factor).ToArray();
        var half = factors.Sum(pair => pair.Weight) / 2;
        var median = factors.FirstOrDefault(pair => (half -= pair.Weight) <= 0).Factor;
        for (var i = 0; i < Known && factors.Length > 3; i++)
        {
            _cut[i] = Math.Min(_cut[i], (4 * _usual[i] * median) + 30);
        }
    }
}
