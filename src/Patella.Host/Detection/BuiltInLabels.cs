using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;

namespace Patella.Host.Detection;

/// <summary>Labels by the built-in model; it is trained when the first text needs it.</summary>
internal sealed class BuiltInLabels
{
    private readonly VoiceReader _reader = new(BuiltInVoices.Model, new FamilyIndex(1 << 18));

    public VoiceLabel Read(ReadOnlySpan<byte> utf8, long minute)
    {
        var understood = _reader.Read(utf8, minute);
        var reasons = _reader.Model.Reasons;
        return new VoiceLabel(reasons.StageCode(understood.Stage), reasons.ReasonCode(understood.Reason), understood.Sentiment, understood.Urgency, understood.Family, understood.Multiplicity);
    }
}

/// <summary>What a text says.</summary>
internal readonly record struct VoiceLabel(string Stage, string Reason, sbyte Sentiment, byte Urgency, ulong Family, int Multiplicity);
