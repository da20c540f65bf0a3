namespace Patella.Kernel.Detection;

/// <summary>An alarm that goes on: whose voices it covers, and when it is back at its baseline.</summary>
internal sealed class ActiveAlarm
{
    /// <summary>Customers told apart; more are counted as different.</summary>
    private const int CustomerLimit = 50_000;

    /// <summary>Nats for the return to the baseline against going on.</summary>
    private const double CalmNats = 6;

    private readonly HashSet<ulong> _customers = [];
    private readonly HashSet<ulong> _families = [];
    private readonly List<long> _evidence = [];
    private int _unknown, _positive, _negative, _urgent;
    private double _rate, _quiet;
    private int _quietSince, _last;

    public required long Id { get; init; }

    /// <summary>How cells name it; few are active at once.</summary>
    public ushort Mark => (ushort)(1 + (Id % ushort.MaxValue));

    public required ulong Key { get; set; }

    /// <summary>Node of a phrase's cluster; that of the cell otherwise.</summary>
    public required int Slot { get; set; }

    public required int Value { get; set; }

    /// <summary>Phrases whose voices belong to the cluster; empty for a cell of the lattice.</summary>
    public ulong[] Signature { get; set; } = [];

    public required int Onset { get; init; }

    public required int RaisedAt { get; init; }

    /// <summary>Cells that this alarm speaks for.</summary>
    public List<ulong> Cells { get; } = [];

    /// <summary>Numbers of the cluster's voices.</summary>
    public HashSet<long> Members { get; } = [];

    public double Score { get; set; }

    public int Voices { get; private set; }

    public double Expected { get; private set; }

    /// <summary>Voices at which the node is looked at again.</summary>
    public int PlaceAt { get; set; }

    public bool Lasting { get; set; }

    /// <summary>The minute at which it ended; the last there is while it goes on.</summary>
    public int Ended { get; set; } = int.MaxValue;

    public int Customers => _customers.Count + _unknown;

    public void Account(in RecentVoice voice)
    {
        Voices++;
        if (voice.Customer == 0 || (_customers.Count >= CustomerLimit && !_customers.Contains(voice.Customer)))
        {
            _unknown++;
        }
        else
        {
            _customers.Add(voice.Customer);
        }

        _positive += voice.Sentiment > 0 ? 1 : 0;
        _negative += voice.Sentiment < 0 ? 1 : 0;
        _urgent += voice.Urgency > 1 ? 1 : 0;
        if (_evidence.Count < 20 && (voice.Family == 0 || _families.Add(voice.Family)))
        {
            _evidence.Add(voice.Position);
        }
    }

    /// <summary>Begins with what was seen between onset and alarm.</summary>
    public void Begin(int minute, double rate)
    {
        (_last, _rate, Expected) = (minute, (double)Voices / (minute - Onset + 1), rate * (minute - Onset + 1));
        PlaceAt = Voices * 2;
    }

    /// <summary>Ends a minute. True when the alarm is back at its baseline.</summary>
    public bool Roll(int minute, int count, double rate, double dispersion)
    {
        var minutes = minute - _last;
        Expected += rate * minutes;
        var raised = Math.Max(Math.Max(_rate, 2.5 * rate), 0.03);
        var before = _quiet;
        _quiet = Math.Max(0, _quiet + (((raised - rate) * minutes) - (count * Math.Log(raised / rate))) / dispersion);
        _quietSince = before > 0 ? _quietSince : _last + 1;
        _rate += ((double)count / minutes - _rate) * (1 - Math.Exp(-minutes / 60.0));
        _last = minute;
        return _quiet > CalmNats && minute - _quietSince >= 10;
    }

    public Alarm Say(AlarmChange change, long start, int count, double rate, AlarmNode node)
        => new(Id, change, start + _last, node, start + Onset, change == AlarmChange.Calm ? start + _quietSince : 0, Score, Voices, Customers, Expected, count, rate, _positive, _negative, _urgent, [.. _evidence.Order()], Signature);

    public void Save(StateWriter state)
    {
        state.Array<long>([Id, (long)Key, Slot, Value, Onset, RaisedAt, Voices, PlaceAt, Lasting ? 1 : 0, _unknown, _positive, _negative, _urgent, _quietSince, _last, Ended]);
        state.Array<double>([Score, Expected, _rate, _quiet]);
        state.Array<ulong>(Signature);
        state.Array<ulong>(Cells.ToArray());
        state.Array<long>(Members.Order().ToArray());
        state.Array<ulong>(_customers.Order().ToArray());
        state.Array<ulong>(_families.Order().ToArray());
        state.Array<long>(_evidence.ToArray());
    }

    public static ActiveAlarm Load(StateReader state)
    {
        var numbers = state.Array<long>();
        var sums = state.Array<double>();
        var alarm = new ActiveAlarm { Id = numbers[0], Key = (ulong)numbers[1], Slot = (int)numbers[2], Value = (int)numbers[3], Onset = (int)numbers[4], RaisedAt = (int)numbers[5] };
        (alarm.Voices, alarm.PlaceAt, alarm.Lasting) = ((int)numbers[6], (int)numbers[7], numbers[8] != 0);
        (alarm._unknown, alarm._positive, alarm._negative, alarm._urgent, alarm._quietSince, alarm._last, alarm.Ended) = ((int)numbers[9], (int)numbers[10], (int)numbers[11], (int)numbers[12], (int)numbers[13], (int)numbers[14], (int)numbers[15]);
        (alarm.Score, alarm.Expected, alarm._rate, alarm._quiet) = (sums[0], sums[1], sums[2], sums[3]);
        alarm.Signature = state.Array<ulong>();
        alarm.Cells.AddRange(state.Array<ulong>());
        alarm.Members.UnionWith(state.Array<long>());
        alarm._customers.UnionWith(state.Array<ulong>());
        alarm._families.UnionWith(state.Array<ulong>());
        alarm._evidence.AddRange(state.Array<long>());
        return alarm;
    }
}
