using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Policies.Life;

/// <summary>What may stand against a policy, kept by higher capabilities. Asked before a version begins to decide, for a share or for all; retiring one is never held up.</summary>
public interface IPolicyVeto
{
    /// <summary>Why no version may begin to decide; null when nothing stands. Nothing new can come to stand before the transaction ends.</summary>
    Task<Problem?> Standing(ITransaction transaction, string policy);
}
