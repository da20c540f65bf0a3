namespace Patella.Kernel.Detection;

/// <summary>What others say around a cell: in this minute and since the cell was last heard, as it was heard and as it is to be believed.</summary>
/// <param name="Total">All voices of the node so far.</param>
/// <param name="Awake">Whether the node is far busier than it ever was.</param>
internal readonly record struct Surroundings(float NowHeard, float Now, float IdleHeard, float Idle, uint Total, bool Awake);

/// <summary>What all cells of a reason need in a minute.</summary>
internal struct WhatNow
{
    /// <summary>Voices of others in the minute; the part of all traffic that others have in silence; the hour's factor; scatter beyond Poisson.</summary>
    public float Others, Idle, Hour, Scatter;

    /// <summary>What is believed of the reason everywhere, and by how many voices.</summary>
    public float Level, Count;
}

internal sealed partial class Baseline
{
    private readonly Dictionary<ulong, int> _excused = [];
    private readonly WhatNow[][] _nows = [[], []];
    private float _exposure, _recent, _scattered;

    /// <summary>Voices of the minute that an alarm speaks for: they say nothing of how busy their nodes are.</summary>
    public int Excused(ulong key) => _excused.Count == 0 ? 0 : _excused.GetValueOrDefault(key);

    /// <summary>Begins to collect what alarms speak for in a minute.</summary>
    public void Begin() => _excused.Clear();

    /// <summary>Takes a voice of the minute that is about to end out of its nodes.</summary>
    public void Excuse(int what, ReadOnlySpan<int> values)
    {
        for (var slot = Lattice.Everything + 1; slot < values.Length; slot++)
        {
            if (values[slot] >= 0)
            {
                var key = CellKey.Of(what, slot, values[slot]);
                _excused[key] = _excused.GetValueOrDefault(key) + 1;
                nodes.TakeOut(slot, values[slot]);
            }
        }
    }

    /// <summary>Begins a cell that was never hit: until now others spoke at its node.</summary>
    public void Begin(ref Cell cell)
    {
        var (what, slot, value) = (CellKey.What(cell.Key), CellKey.Slot(cell.Key), CellKey.Value(cell.Key));
        cell.Last = Minute - 1;
        if (slot == Lattice.Everything)
        {
            var traffic = Traffic(what);
            cell.Exposure = Math.Max((float)(Exposure * (1.05 - traffic.Share(Index(what)))) - (float)traffic.Others(Index(what)), 0);
            return;
        }

        var now = nodes.Now(slot, value, Minute);
        cell.Exposure = Math.Max(nodes.Count(slot, value, Minute) - now, 0);
        cell.Heard = nodes.Total(slot, value) - (uint)now;
    }

    /// <param name="level">What is believed of the cell.</param>
    /// <param name="recent">Voices of the cell in the last twenty minutes.</param>
    /// <param name="pending">Voices of the cell in this minute.</param>
    public Surroundings Around(in Cell cell, float level, float recent, float pending)
    {
        var (what, slot) = (CellKey.What(cell.Key), CellKey.Slot(cell.Key));
        ref readonly var known = ref Now(what);
        var others = known.Others;
        var idle = cell.Last >= Minute - 1 ? 0 : (float)(Traffic(what).Between(cell.Last, Minute - 1) * known.Idle);
        if (slot == Lattice.Everything)
        {
            return new Surroundings(others, others, idle, idle, 0, false);
        }

        // What all say at the node is the measure, without this reason itself.
        ref readonly var node = ref nodes.At(slot, CellKey.Value(cell.Key));
        var now = node.Last == Minute ? node.Now : 0;
        var heard = Math.Max(now - pending, 0);
        var idleHeard = cell.Last < Minute - 1 ? (float)Math.Max((int)(node.Total - cell.Heard) - now, 0) : 0;

        // In the few voices of one node chance is large: its share of all traffic says what is usual, its own voices how much busier it is.
        var share = ((node.Count * Nodes.Fade(Minute - node.Last, MemoryMinutes)) + 0.5f) / (_exposure + (0.5f * nodes.Known(slot))) / (1 + level);
        var usual = share * others * (1 + known.Level);
        var seen = Math.Max((node.Recent * Nodes.FadeRecent(Minute - node.Last)) - recent, 0);
        var busy = Math.Max((seen + NodePrior) / ((share * _recent) + NodePrior), 0.4f);
        var sure = Math.Max((seen - MathF.Sqrt(seen)) / Nodes.RecentMinutes, seen >= 10 ? heard - (2 * MathF.Sqrt(heard)) : 0);
        var before = share * idle * (1 + known.Level);
        return new Surroundings(
            heard, Math.Max(usual * busy, sure), idleHeard, Math.Max(before * (idleHeard + NodePrior) / (before + NodePrior), idleHeard - (2 * MathF.Sqrt(idleHeard))), node.Total,
            sure > 2.5f * Math.Max(usual, 0.01f * share));
    }

    /// <summary>Share of the traffic that is at the node.</summary>
    public float NodeShare(int slot, int value) => slot == Lattice.Everything ? 1 : (nodes.Count(slot, value, Minute) + 0.5f) / ((float)Exposure + (0.5f * nodes.Known(slot)));

    /// <summary>The same of late, where that is more.</summary>
    public float NodeShareNow(int slot, int value) => Math.Max(NodeShare(slot, value), nodes.Recent(slot, value, Minute) / Math.Max((float)_traffic[0].Recent, 1));

    /// <summary>What is known of a reason in this minute.</summary>
    public ref readonly WhatNow Now(int what) => ref _nows[what == CellKey.Phrase ? 0 : what >> 15][Index(what)];

    /// <summary>Takes over what the cell of a reason everywhere has learnt.</summary>
    public void Refresh(in Cell cell)
    {
        var what = CellKey.What(cell.Key);
        if (what != CellKey.Phrase)
        {
            ref var now = ref _nows[what >> 15][Index(what)];
            (now.Level, now.Count) = (Level(cell), cell.Count);
        }
    }

    /// <summary>Prepares what all cells of a reason need in a minute.</summary>
    public void Refresh()
    {
        (_exposure, _recent) = ((float)Exposure, (float)_traffic[0].Recent);
        _scattered = (float)Math.Clamp(1 + (_beyond / _voices), 1, 2.5);
        for (var mark = 0; mark < 2; mark++)
        {
            var (traffic, rhythm) = (_traffic[mark], _rhythm[mark]);
            if (_nows[mark].Length < traffic.Known)
            {
                Array.Resize(ref _nows[mark], traffic.Known);
            }

            for (var index = 0; index < traffic.Known; index++)
            {
                var what = mark == 0 ? index : index | CellKey.StageMark;
                ref var now = ref _nows[mark][index];
                now = new WhatNow
                {
                    Others = (float)traffic.Others(index), Idle = traffic.IdleShare(index), Scatter = rhythm.Scatter(index),
                    Hour = Hour < 0 ? 1 : rhythm.Factor(index, Hour, Math.Max(0, 1 - (Minute / 2880f))),
                    Level = LevelPrior / ((float)Exposure + (LevelPrior / LevelGuess)),
                };
                if (cells.TryFind(CellKey.Of(what, Lattice.Everything, 0), out var place))
                {
                    Refresh(cells.Cells[place]);
                }
            }
        }
    }
}
