using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Patella.Kernel.Learning;

/// <summary>
/// Near-duplicate families of what came lately, in bounded memory: texts that are equal after normalising, or share
/// most of their runs of four symbols, are one family, so that a pasted complaint counts as one with its multiplicity.
/// The same texts in the same order give the same families. For one thread.
/// </summary>
public sealed class FamilyIndex
{
    /// <summary>Shorter texts are equal by chance and have no family.</summary>
    public const int LeastSymbols = 12;

    /// <summary>Texts from here on are compared by their runs as well; shorter ones only whole.</summary>
    public const int LeastForLikeness = 16;

    private const int Skips = 16;
    private const int IndexBits = 20;
    private const ulong IndexMask = (1UL << IndexBits) - 1;
    private const ulong TagMask = ~0UL << (IndexBits + 8);

    private readonly Entry[] _entries;
    private readonly ulong[] _exact;
    private readonly uint[] _bands;
    private readonly int _halfWindow;
    private readonly int _slotMask;
    private int _hand;

    /// <summary>An empty index.</summary>
    /// <param name="capacity">Families remembered, a power of two up to 2^20; one takes about 100 bytes.</param>
    /// <param name="windowMinutes">Voices older than this, give or take half of it, no longer count in a multiplicity.</param>
    public FamilyIndex(int capacity = 1 << 17, int windowMinutes = 24 * 60)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowMinutes, 2);
        if (capacity < 16 || capacity > 1 << IndexBits || (capacity & (capacity - 1)) != 0)
            throw new ArgumentOutOfRangeException(nameof(capacity), "a power of two from 16 to 2^20");
        _entries = new Entry[capacity];
        _slotMask = capacity * 2 - 1;
        _exact = new ulong[capacity * 2];
        _bands = new uint[Signature.Bands * capacity * 2];
        _halfWindow = windowMinutes / 2;
    }

    /// <summary>Counts one text and says which family it belongs to.</summary>
    /// <param name="symbols">Normalised by <see cref="VoiceSymbols"/>.</param>
    /// <param name="minute">Business minute; going backwards is allowed and counts into the newest half window.</param>
    /// <returns>The family, 0 when too short, and how many of it the window holds with this one.</returns>
    public (ulong Family, int Multiplicity) See(ReadOnlySpan<ushort> symbols, long minute)
    {
        if (symbols.Length < LeastSymbols) return (0, 1);
        var epoch = (int)(minute / _halfWindow);
        // Whoever copies a post changes a comma, not its words.
        Span<ushort> letters = stackalloc ushort[VoiceSymbols.Most];
        letters = letters[..VoiceSymbols.Letters(symbols, letters)];
        var hash = HashOf(letters.Length < LeastSymbols ? symbols : letters);
        ref var slot = ref _exact[(int)(hash >> 20) & _slotMask];
        var known = (int)(slot & IndexMask);
        if (slot != 0 && ((slot ^ hash) & TagMask) == 0 && _entries[known].Generation == (byte)(slot >> IndexBits))
            return Count(ref _entries[known], epoch);

        Span<ushort> lanes = stackalloc ushort[Signature.Lanes];
        var alike = symbols.Length >= LeastForLikeness;
        if (alike)
        {
            Signature.Of(symbols, lanes);
            known = FindAlike(lanes);
            if (known >= 0)
            {
                slot = (hash & TagMask) | ((ulong)_entries[known].Generation << IndexBits) | (uint)known;
                return Count(ref _entries[known], epoch);
            }
        }
        var place = Evict(epoch);
        ref var entry = ref _entries[place];
        entry.Begin(hash, epoch, alike ? lanes : default);
        slot = (hash & TagMask) | ((ulong)entry.Generation << IndexBits) | (uint)place;
        if (alike) Register(lanes, place);
        return (entry.Id, 1);
    }

    private static (ulong, int) Count(ref Entry entry, int epoch)
    {
        if (epoch > entry.Epoch)
        {
            entry.Before = epoch == entry.Epoch + 1 ? entry.Now : 0;
            entry.Now = 0;
            entry.Epoch = epoch;
        }
        if (entry.Now < int.MaxValue / 2) entry.Now++;
        entry.Chance = true;
        return (entry.Id, entry.Before + entry.Now);
    }

    private int FindAlike(ReadOnlySpan<ushort> lanes)
    {
        for (var band = 0; band < Signature.Bands; band++)
        {
            var hash = Signature.Band(band, lanes);
            var kept = _bands[Slot(band, hash)];
            if (kept >> IndexBits != Mark(hash)) continue;
            ref var candidate = ref _entries[(int)(kept & (uint)IndexMask)];
            if (candidate.HasLanes && Signature.IsAlike(lanes, candidate.Lanes)) return (int)(kept & (uint)IndexMask);
        }
        return -1;
    }

    private void Register(ReadOnlySpan<ushort> lanes, int place)
    {
        for (var band = 0; band < Signature.Bands; band++)
        {
            var hash = Signature.Band(band, lanes);
            _bands[Slot(band, hash)] = (Mark(hash) << IndexBits) | (uint)place;
        }
    }

    /// <summary>What of the hash is kept in its slot, so that the entry is looked at only when it is probably alike.</summary>
    private static uint Mark(uint hash) => (hash >> 21) | 0x800;

    private int Slot(int band, uint hash) => band * (_slotMask + 1) + ((int)hash & _slotMask);

    /// <summary>The next place around the ring; families that were seen again since the hand came by are passed over a few times.</summary>
    private int Evict(int epoch)
    {
        for (var skip = 0; ; skip++)
        {
            var place = _hand;
            _hand = (_hand + 1) & (_entries.Length - 1);
            ref var entry = ref _entries[place];
            if (!entry.Chance || skip == Skips || epoch > entry.Epoch + 1) return place;
            entry.Chance = false;
        }
    }

    private static ulong HashOf(ReadOnlySpan<ushort> symbols)
    {
        const ulong factor = 0x9FB21C651E98DF25;
        var hash = (ulong)symbols.Length * 0x9E3779B97F4A7C15;
        var words = MemoryMarshal.Cast<ushort, ulong>(symbols);
        foreach (var word in words) hash = Mix(hash ^ word, factor);
        ulong rest = 0;
        foreach (var symbol in symbols[(words.Length * 4)..]) rest = (rest << 16) | symbol;
        hash = Mix(hash ^ rest, factor);
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong value, ulong factor)
    {
        var high = Math.BigMul(value, factor, out var low);
        return high ^ low ^ (value >> 29);
    }

    private struct Entry
    {
        public ulong Id;
        public int Epoch;
        public int Before;
        public int Now;
        public byte Generation;
        public bool Chance;
        public bool HasLanes;
        private Vector256<ushort> _lanes;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public readonly ref readonly Vector256<ushort> Lanes => ref _lanes;

        public void Begin(ulong id, int epoch, ReadOnlySpan<ushort> lanes)
        {
            (Id, Epoch, Before, Now, Chance) = (id, epoch, 0, 1, false);
            Generation++;
            HasLanes = lanes.Length > 0;
            if (HasLanes) _lanes = Vector256.Create(lanes);
        }
    }
}
