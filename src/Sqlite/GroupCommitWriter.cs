using System.Threading.Channels;

namespace FunctionsPipeline.Sqlite;

/// <summary>
/// The one writer of a database. Units of work that come while a commit is under way are committed together, so that the
/// cost of an fsync is shared. A unit's task ends only after the fsync.
/// </summary>
/// <remarks>Safe for several threads. Units run in the order in which they were accepted, one at a time, on the writer's own thread.</remarks>
public sealed class GroupCommitWriter : IAsyncDisposable
{
    // Enough that the queue never starves a commit, small enough that a stalled disk holds callers back instead of filling memory.
    private const int QueueLengthMax = 4096;
    private const int UnitsPerCommitMax = 1024;

    private readonly Channel<IUnit> _queue = Channel.CreateBounded<IUnit>(
        new BoundedChannelOptions(QueueLengthMax) { SingleReader = true });

    private readonly SqliteSession _session;
    private readonly string _path;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the writer of a database.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public GroupCommitWriter(SqliteDatabase database)
    {
        _session = database.OpenWriter();
        _path = database.Path;
        new Thread(Run) { IsBackground = true, Name = "Writer of " + System.IO.Path.GetFileName(_path) }.Start();
    }

    /// <summary>Runs a unit inside the next transaction and completes after that transaction is on disk.</summary>
    /// <param name="unit">
    /// Quick, synchronous work on the session. When it throws, its own changes are undone, its task fails with that exception, and
    /// its neighbours in the transaction are not touched.
    /// </param>
    /// <param name="cancellationToken">Looked at while the queue is full, not after: an accepted unit is run.</param>
    /// <exception cref="SqliteWriteException">The disk or the file failed. Nothing of the whole group was saved.</exception>
    /// <exception cref="ObjectDisposedException">The writer is closed.</exception>
    public async Task<T> ExecuteAsync<T>(Func<SqliteSession, T> unit, CancellationToken cancellationToken = default)
    {
        var work = new Unit<T>(unit);
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException($"The writer of '{_path}' is closed.", closed);
        }

        return await work.Task;
    }

    /// <inheritdoc cref="ExecuteAsync{T}"/>
    public Task ExecuteAsync(Action<SqliteSession> unit, CancellationToken cancellationToken = default) =>
        ExecuteAsync(
            session =>
            {
                unit(session);
                return true;
            },
            cancellationToken);

    /// <summary>Commits what was accepted, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopped.Task;
    }

    private void Run()
    {
        var group = new List<IUnit>();
        try
        {
            // The thread is the writer's own; blocking it is its job.
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (group.Count < UnitsPerCommitMax && _queue.Reader.TryRead(out var unit)) group.Add(unit);
                CommitGroup(group);
                group.Clear();
            }
        }
        finally
        {
            _session.Dispose();
            _stopped.SetResult();
        }
    }

    private void CommitGroup(List<IUnit> group)
    {
        try
        {
            _session.Command("BEGIN IMMEDIATE").Run();
            foreach (var unit in group) RunUnit(unit);
            _session.Command("COMMIT").Run();
        }
        catch (SqliteException error)
        {
            var failure = Describe(error);
            RollBack();
            foreach (var unit in group) unit.Fail(failure);
            return;
        }

        foreach (var unit in group) unit.Acknowledge();
    }

    private void RollBack()
    {
        _session.EndReading();
        try
        {
            if (_session.InTransaction) _session.Command("ROLLBACK").Run();
        }
        catch (SqliteException)
        {
            // The group has failed already. Should the transaction still be open, the next BEGIN fails and tells its own group.
        }
    }

    private void RunUnit(IUnit unit)
    {
        _session.Command("SAVEPOINT unit").Run();
        if (!unit.Run(_session))
        {
            _session.EndReading();
            _session.Command("ROLLBACK TO unit").Run();
        }

        _session.EndReading();
        _session.Command("RELEASE unit").Run();
    }

    private SqliteWriteException Describe(SqliteException error)
    {
        if (error.IsDiskFull) return new SqliteWriteException(_path, "the disk is full. Free some space and run the same command again.", true, error);
        if (error.IsBusy) return new SqliteWriteException(_path, "another program keeps the file locked.", false, error);
        return new SqliteWriteException(_path, error.Message, false, error);
    }

    private interface IUnit
    {
        /// <summary>False when the unit threw and its changes are to be undone.</summary>
        bool Run(SqliteSession session);

        void Acknowledge();

        void Fail(Exception failure);
    }

    private sealed class Unit<T>(Func<SqliteSession, T> body)
        : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IUnit
    {
        private T? _result;
        private Exception? _ownFailure;

        public bool Run(SqliteSession session)
        {
            try
            {
                _result = body(session);
                return true;
            }
            catch (Exception error) when (error is not SqliteException { EndsTransaction: true })
            {
                _ownFailure = error;
                return false;
            }
        }

        public void Acknowledge()
        {
            if (_ownFailure is null) SetResult(_result!);
            else SetException(_ownFailure);
        }

        public void Fail(Exception failure) => TrySetException(failure);
    }
}
