namespace Patella.Kernel.Detection;

/// <summary>What others say around a cell: in this minute and since the cell was last heard, as it was heard and as it is to be believed.</summary>
/// <param name="Total">All voices of the node so far.</param>
/// <param name="Awake">Whether the node is far busier than it ever was.</param>
internal readonly record struct Surroundings(float NowHeard, float Now, float IdleHeard, float Idle, uint Total, bool Awake);

internal sealed partial class Baseline
{
    private readonly Dictionary<ulong, int> _excused = [];
    private (float Level, float Count)[][] _wholes = [[], []];

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

    /// <param name="recent">Voices of the cell in the last twenty minutes.</param>
    /// <param name="pending">Voices of the cell in this minute.</param>
    public Surroundings Around(in Cell cell, float recent, float pending)
    {
        var (what, slot) = (CellKey.What(cell.Key), CellKey.Slot(cell.Key));
        var traffic = Traffic(what);
        var others = (float)traffic.Others(Index(what));
        var idle = (float)traffic.Idle(Index(what), cell.Last, Minute - 1);
        if (slot == Lattice.Everything)
        {
            return new Surroundings(others, others, idle, idle, 0, false);
        }

        // What all say at the node is the measure, without this reason itself.
        var value = CellKey.Value(cell.Key);
        var now = nodes.Now(slot, value, Minute);
        var total = nodes.Total(slot, value);
        var heard = Math.Max(now - pending, 0);
        var idleHeard = cell.Last < Minute - 1 ? (float)Math.Max((int)(total - cell.Heard) - now, 0) : 0;
        var level = Level(cell);

        // In the few voices of one node chance is large: its share of all traffic says what is usual, its own voices how much busier it is.
        var share = NodeShare(slot, value) / (1 + level);
        var usual = share * others * (1 + WholeOf(what).Level);
        var seen = Math.Max(nodes.Recent(slot, value, Minute) - recent, 0);
        var busy = Math.Max((seen + NodePrior) / ((share * (float)_traffic[0].Recent) + NodePrior), 0.4f);
        var sure = Math.Max((seen - MathF.Sqrt(seen)) / Nodes.RecentMinutes, seen >= 10 ? heard - (2 * MathF.Sqrt(heard)) : 0);
        var before = share * idle * (1 + WholeOf(what).Level);
        return new Surroundings(
            heard, Math.Max(usual * busy, sure), idleHeard, Math.Max(before * (idleHeard + NodePrior) / (before + NodePrior), idleHeard - (2 * MathF.Sqrt(idleHeard))), total,
            sure > 2.5f * Math.Max(usual, 0.01f * share));
    }

    /// <summary>Share of the traffic that is at the node.</summary>
    public float NodeShare(int slot, int value) => slot == Lattice.Everything ? 1 : (nodes.Count(slot, value, Minute) + 0.5f) / ((float)Exposure + (0.5f * nodes.Known(slot)));

    /// <summary>The same of late, where that is more.</summary>
    public float NodeShareNow(int slot, int value) => Math.Max(NodeShare(slot, value), nodes.Recent(slot, value, Minute) / Math.Max((float)_traffic[0].Recent, 1));

    /// <summary>What is known of a reason everywhere.</summary>
    public (float Level, float Count) WholeOf(int what)
    {
        var wholes = _wholes[what >> 15];
        var index = Index(what);
        return index < wholes.Length && wholes[index].Level > 0 ? wholes[index] : (LevelPrior / ((float)Exposure + (LevelPrior / LevelGuess)), 0);
    }

    /// <summary>Takes over what the cell of a reason everywhere has learnt.</summary>
    public void Refresh(in Cell cell)
    {
        var what = CellKey.What(cell.Key);
        if (what == CellKey.Phrase)
        {
            return;
        }

        ref var wholes = ref _wholes[what >> 15];
        if (Index(what) >= wholes.Length)
        {
            Array.Resize(ref wholes, Math.Max(Index(what) + 1, wholes.Length * 2));
        }

        wholes[Index(what)] = (Level(cell), cell.Count);
    }

    /// <summary>The same for all reasons, at the begin of a minute.</summary>
    private void Refresh()
    {
        foreach (var mark in new[] { 0, CellKey.StageMark })
        {
            for (var what = 0; what < Traffic(mark).Known; what++)
            {
                if (cells.TryFind(CellKey.Of(what | mark, Lattice.Everything, 0), out var place))
                {
                    Refresh(cells.Cells[place]);
                }
            }
        }
    }
}
