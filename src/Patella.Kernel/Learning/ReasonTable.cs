using System.Collections.Frozen;

namespace Patella.Kernel.Learning;

/// <summary>A stage of a customer's journey and the codes of the reasons below it.</summary>
public sealed record ReasonStage(string Code, IReadOnlyList<string> Reasons);

/// <summary>
/// The reasons a model can tell, by index: stages and reasons are numbered from 1 in the order given, 0 is "not in
/// the tree". Immutable. Indexes belong to one table; what is kept for longer keeps codes.
/// </summary>
public sealed class ReasonTable
{
    /// <summary>Stages of one tree.</summary>
    public const int MaxStages = 32;

    /// <summary>Reasons below one stage.</summary>
    public const int MaxReasonsOfStage = 64;

    private readonly FrozenDictionary<string, ushort> _stages;
    private readonly FrozenDictionary<string, ushort> _reasons;
    private readonly string[] _stageCodes;
    private readonly string[] _reasonCodes;
    private readonly ushort[] _stageOf;
    private readonly ushort[] _first;

    /// <summary>Numbers the reasons.</summary>
    /// <exception cref="ArgumentException">A code is empty or there twice, or there are too many.</exception>
    public ReasonTable(IReadOnlyList<ReasonStage> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        if (stages.Count > MaxStages) throw new ArgumentException($"A tree has at most {MaxStages} stages.", nameof(stages));
        Tree = [.. stages];
        _stageCodes = ["", .. stages.Select(stage => stage.Code)];
        _reasonCodes = ["", .. stages.SelectMany(stage => stage.Reasons)];
        _stageOf = [0, .. stages.SelectMany((stage, index) => stage.Reasons.Select(_ => (ushort)(index + 1)))];
        _first = new ushort[_stageCodes.Length + 1];
        _first[0] = 0;
        ushort next = 1;
        for (var i = 0; i < stages.Count; i++)
        {
            if (stages[i].Reasons.Count > MaxReasonsOfStage) throw new ArgumentException($"Stage '{stages[i].Code}' has more than {MaxReasonsOfStage} reasons.", nameof(stages));
            _first[i + 1] = next;
            next += (ushort)stages[i].Reasons.Count;
        }
        _first[^1] = next;
        _stages = Index(_stageCodes);
        _reasons = Index(_reasonCodes);
    }

    /// <summary>As given.</summary>
    public IReadOnlyList<ReasonStage> Tree { get; }

    /// <summary>Codes of stages by index; "" at 0.</summary>
    public IReadOnlyList<string> Stages => _stageCodes;

    /// <summary>Codes of reasons by index; "" at 0.</summary>
    public IReadOnlyList<string> Reasons => _reasonCodes;

    /// <summary>Code of the stage.</summary>
    public string StageCode(ushort stage) => _stageCodes[stage];

    /// <summary>Code of the reason.</summary>
    public string ReasonCode(ushort reason) => _reasonCodes[reason];

    /// <summary>The stage a reason stands below; 0 for 0.</summary>
    public ushort StageOf(ushort reason) => _stageOf[reason];

    /// <summary>Index of the first reason below a stage.</summary>
    public ushort FirstReason(ushort stage) => _first[stage];

    /// <summary>Reasons below a stage; stage 0 has none.</summary>
    public int ReasonsOf(ushort stage) => stage == 0 ? 0 : _first[stage + 1] - _first[stage];

    /// <summary>Index of a stage's code.</summary>
    public bool TryStage(string? code, out ushort stage)
    {
        stage = 0;
        return !string.IsNullOrEmpty(code) && _stages.TryGetValue(code, out stage);
    }

    /// <summary>Index of a reason's code.</summary>
    public bool TryReason(string? code, out ushort reason)
    {
        reason = 0;
        return !string.IsNullOrEmpty(code) && _reasons.TryGetValue(code, out reason);
    }

    private static FrozenDictionary<string, ushort> Index(string[] codes)
    {
        var index = new Dictionary<string, ushort>(StringComparer.Ordinal);
        for (var i = 1; i < codes.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(codes[i])) throw new ArgumentException("A code is empty.", nameof(codes));
            if (!index.TryAdd(codes[i], (ushort)i)) throw new ArgumentException($"The code '{codes[i]}' is there twice.", nameof(codes));
        }
        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
