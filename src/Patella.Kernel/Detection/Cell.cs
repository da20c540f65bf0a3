using System.Runtime.InteropServices;

namespace Patella.Kernel.Detection;

/// <summary>One cell of the lattice: what it has learnt, its run since it was last quiet, and its four sums. 64 bytes, a cache line.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct Cell
{
    public ulong Key;

    /// <summary>Learnt: voices, and the voices of others at the same node; both fade.</summary>
    public float Count, Exposure;

    /// <summary>The same since all sums were last zero: not learnt before the cell is quiet again.</summary>
    public float RunCount, RunExposure;

    public float Sum0, Sum1, Sum2, Sum3;

    /// <summary>Minutes for which each sum has been above zero.</summary>
    public ushort Age0, Age1, Age2, Age3;

    /// <summary>Minute (of the stream) of the last change.</summary>
    public int Last;

    /// <summary>All voices of the node at <see cref="Last"/>.</summary>
    public uint Heard;

    /// <summary>Voices of the current minute; below zero, those of the last minute that had some. Up to 32,767.</summary>
    public short Pending;

    /// <summary>Mark of the alarm that speaks for this cell, 0 none.</summary>
    public ushort Alarm;

    /// <summary>Voices of the last twenty minutes or so, fading.</summary>
    public float Recent;

    /// <summary>Voices of the minute that ended last, when it had some.</summary>
    public readonly int Now => -Math.Min((int)Pending, 0);
}

/// <summary>Key of a cell: what (16 bits), slot (8 bits), value (40 bits).</summary>
internal static class CellKey
{
    /// <summary>"What" of cells of phrases; the other 48 bits are the phrase's hash.</summary>
    public const int Phrase = 0xFFFF;

    /// <summary>Marks a stage instead of a reason.</summary>
    public const int StageMark = 0x8000;

    public static ulong Of(int what, int slot, int value) => ((ulong)what << 48) | ((ulong)slot << 40) | (uint)value;

    public static ulong OfPhrase(ulong hash) => ((ulong)Phrase << 48) | hash;

    public static int What(ulong key) => (int)(key >> 48);

    public static int Slot(ulong key) => IsPhrase(key) ? Lattice.Everything : (int)(key >> 40) & 0xFF;

    public static int Value(ulong key) => (int)(key & 0xFFFFFFFF);

    public static ulong Hash(ulong key) => key & 0xFFFFFFFFFFFF;

    public static bool IsPhrase(ulong key) => What(key) == Phrase;
}
