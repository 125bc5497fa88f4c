namespace FunctionsPipeline.Analysis;

/// <summary>
/// Hands out places on devices. Who comes first is served first, also when a later job would fit already, so that nobody waits for ever.
/// </summary>
/// <remarks>Safe for several threads.</remarks>
public sealed class DevicePool
{
    private readonly Lock _gate = new();
    private readonly Place[] _places;
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly DeviceStrategy _strategy;
    private readonly Random _random;
    private int _next;

    /// <summary>Makes a pool.</summary>
    /// <param name="devices">At least one, each id once.</param>
    /// <param name="strategy">Which device gets the next job.</param>
    /// <param name="seed">Of <see cref="DeviceStrategy.Random"/>.</param>
    /// <exception cref="ArgumentException">There is no device, or an id comes twice.</exception>
    public DevicePool(IReadOnlyList<AnalysisDevice> devices, DeviceStrategy strategy = DeviceStrategy.LoadBalanced, int seed = 0)
    {
        if (devices.Count == 0) throw new ArgumentException("A pool needs a device.", nameof(devices));
        if (devices.DistinctBy(device => device.Id).Count() < devices.Count) throw new ArgumentException("A device's id comes twice.", nameof(devices));
        _places = [.. devices.Select(device => new Place(device))];
        (_strategy, _random) = (strategy, new Random(seed));
    }

    /// <summary>The devices, in the order given.</summary>
    public IReadOnlyList<AnalysisDevice> Devices => [.. _places.Select(place => place.Device)];

    /// <summary>Jobs that all devices together take at once.</summary>
    public int JobsMax => _places.Sum(place => place.Device.JobsMax);

    /// <summary>Waits for a place.</summary>
    /// <param name="job">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait; a place that was given meanwhile stays given.</param>
    /// <exception cref="DeviceMemoryException">By <see cref="DeviceStrategy.MemoryAware"/>: no device is large enough.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<DeviceLease> LeaseAsync(DeviceJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_strategy == DeviceStrategy.MemoryAware) RefuseTooLarge(job);

        var waiter = new Waiter(job);
        Enter(() => _waiting.AddLast(waiter));
        await using var cancelled = cancellationToken.Register(() => Withdraw(waiter, cancellationToken));
        return await waiter.Granted.Task;
    }

    /// <summary>How the devices stand now, in the order given: the jobs are grouped by device.</summary>
    public IReadOnlyList<DeviceUse> Snapshot()
    {
        lock (_gate) return [.. _places.Select(place => place.ToUse())];
    }

    private void RefuseTooLarge(DeviceJob job)
    {
        var largest = _places.Max(place => place.Device.MemoryTotalBytes);
        if (job.Bytes > largest) throw new DeviceMemoryException(job, largest);
    }

    private void Withdraw(Waiter waiter, CancellationToken cancellationToken)
    {
        var isWaiting = false;

        // Whoever leaves may have held up others behind him.
        Enter(() => isWaiting = _waiting.Remove(waiter));
        if (isWaiting) waiter.Granted.TrySetCanceled(cancellationToken);
    }

    private void Release(DeviceLease lease) => Enter(() => Array.Find(_places, place => place.Device == lease.Device)!.Remove(lease));

    /// <summary>Changes something and then admits whoever can be; they are told after the lock is left.</summary>
    private void Enter(Action change)
    {
        var granted = new List<(Waiter Waiter, DeviceLease Lease)>();
        lock (_gate)
        {
            change();
            while (_waiting.First is { } first && Choose_NeedsLock(first.Value.Job) is { } place)
            {
                _waiting.RemoveFirst();
                var lease = new DeviceLease(place.Device, first.Value.Job, Release);
                place.Add(lease);
                granted.Add((first.Value, lease));
            }
        }

        foreach (var (waiter, lease) in granted) waiter.Granted.SetResult(lease);
    }

    private Place? Choose_NeedsLock(DeviceJob job)
    {
        var free = Array.FindAll(_places, place => place.HasRoom && (_strategy != DeviceStrategy.MemoryAware || place.Fits(job)));
        if (free.Length == 0) return null;

        return _strategy switch
        {
            DeviceStrategy.RoundRobin => NextInTurn_NeedsLock(),
            DeviceStrategy.Random => free[_random.Next(free.Length)],
            DeviceStrategy.MemoryAware => free.MaxBy(place => place.MemoryLeftBytes),
            _ => free.MinBy(place => place.Load),
        };
    }

    private Place NextInTurn_NeedsLock()
    {
        while (!_places[_next].HasRoom) _next = (_next + 1) % _places.Length;
        var place = _places[_next];
        _next = (_next + 1) % _places.Length;
        return place;
    }

    private sealed class Waiter(DeviceJob job)
    {
        public DeviceJob Job { get; } = job;

        public TaskCompletionSource<DeviceLease> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A device with the jobs on it. Everything here needs the lock.</summary>
    private sealed class Place(AnalysisDevice device)
    {
        private readonly List<DeviceLease> _running = [];
        private long _done;
        private long _reservedBytes;

        public AnalysisDevice Device { get; } = device;

        public bool HasRoom => _running.Count < Device.JobsMax;

        public double Load => (double)_running.Count / Device.JobsMax;

        /// <summary>What a job that has just begun will take is reserved and not used yet; what others take is used and not reserved.</summary>
        public long MemoryLeftBytes => Device.MemoryTotalBytes - Math.Max(Device.ReadMemoryUsedBytes(), _reservedBytes);

        /// <summary>
        /// A device without a job takes whatever its whole memory can hold: no job could end that would make more room, so waiting
        /// might never end.
        /// </summary>
        public bool Fits(DeviceJob job) => job.Bytes <= (_running.Count == 0 ? Device.MemoryTotalBytes : MemoryLeftBytes);

        public void Add(DeviceLease lease)
        {
            _running.Add(lease);
            _reservedBytes += lease.Job.Bytes;
        }

        public void Remove(DeviceLease lease)
        {
            _running.Remove(lease);
            _reservedBytes -= lease.Job.Bytes;
            _done++;
        }

        public DeviceUse ToUse() => new(
            Device.Id,
            Device.Name,
            Device.Kind,
            Device.JobsMax,
            [.. _running.Select(lease => lease.Job.Name)],
            _done,
            Device.MemoryTotalBytes,
            Device.ReadMemoryUsedBytes(),
            _reservedBytes);
    }
}
