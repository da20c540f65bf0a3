using Patella.Kernel.Matching;

namespace Patella.Benchmarks.Matching;

/// <summary>The dispatch pool of the kernel.</summary>
internal sealed class PoolDispatch : IDispatch
{
    private readonly MatchingWorld _world;
    private readonly DispatchPool _pool;
    private readonly List<Offer> _offers = [];
    private int _ids;

    internal PoolDispatch(MatchingWorld world)
    {
        _world = world;
        _pool = new DispatchPool(new DispatchOptions { NextOfferId = () => world.OfferIds[_ids++ & (MatchingWorld.RingSize - 1)] });
        for (var i = 0; i < MatchingWorld.AgentCount; i++) _pool.RestoreAgent(world.Agent(i), AgentState.Available, i);
    }

    public int Waiting => _pool.WaitingCount;

    public void Arrive(int contact, long now, Queue<int> served)
    {
        _pool.AddContact(_world.Contacts[contact]);
        Settle(now, served);
    }

    public void End(int contact, long now, Queue<int> served)
    {
        _pool.Release(_world.Contacts[contact].Id, now);
        Settle(now, served);
    }

    private void Settle(long now, Queue<int> served)
    {
        _pool.Match(now, _offers);
        foreach (var offer in _offers)
        {
            _pool.Accept(offer.Id, now, out _);
            served.Enqueue(int.Parse(offer.ContactId.AsSpan("contact-".Length)));
        }
        _offers.Clear();
    }
}
