using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Tests.Sqlite;

public sealed class GroupCommitWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly GroupCommitWriter _writer;

    public GroupCommitWriterTests()
    {
        _database = SqliteDatabase.Open(_folder.File("test.db"), new SqliteSchema(0x1234, ["CREATE TABLE t(n INTEGER UNIQUE)"]));
        _writer = new GroupCommitWriter(_database);
    }

    public void Dispose()
    {
        _writer.DisposeAsync().AsTask().Wait();
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_is_read_by_other_connections()
    {
        await InsertAsync(1);

        Numbers().ShouldBe([1]);
    }

    [Fact]
    public async Task Units_that_wait_together_are_committed_together()
    {
        using var gate = new ManualResetEventSlim();
        var first = BlockAsync(gate);
        var others = Enumerable.Range(0, 100).Select(InsertAsync).ToList();
        var seen = _writer.ExecuteAsync(session => session.Command("SELECT 1").Run());
        var changesBefore = FileChangeCounter();

        gate.Set();
        await Task.WhenAll([first, .. others, seen]);

        Numbers().Count.ShouldBe(100);
        (FileChangeCounter() - changesBefore).ShouldBeLessThanOrEqualTo(2u);
    }

    [Fact]
    public async Task A_unit_that_throws_is_undone_and_its_neighbours_are_kept()
    {
        using var gate = new ManualResetEventSlim();
        var first = BlockAsync(gate);
        var before = InsertAsync(1);
        var failing = _writer.ExecuteAsync(session =>
        {
            Insert(session, 2);
            throw new InvalidOperationException("conflict");
        });
        var after = InsertAsync(3);

        gate.Set();
        await Task.WhenAll(first, before, after);

        (await Should.ThrowAsync<InvalidOperationException>(failing)).Message.ShouldBe("conflict");
        Numbers().ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_broken_constraint_fails_its_unit_only()
    {
        await InsertAsync(1);

        var error = await Should.ThrowAsync<SqliteException>(InsertAsync(1));

        error.IsConstraint.ShouldBeTrue();
        await InsertAsync(2);
        Numbers().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_full_disk_fails_every_unit_of_the_group_and_saves_nothing_of_it()
    {
        await InsertAsync(0);
        using var gate = new ManualResetEventSlim();
        var first = BlockAsync(gate);
        var units = Enumerable.Range(1, 3).Select(InsertAsync).ToList();

        // A limit on the pages of the file fails like a full disk does.
        units.Add(_writer.ExecuteAsync(session =>
        {
            session.Command("PRAGMA max_page_count=4").Run();
            for (var number = 100; number < 10_000; number++) Insert(session, number);
        }));
        units.Add(InsertAsync(4));
        gate.Set();

        await first;
        foreach (var unit in units)
        {
            var error = await Should.ThrowAsync<SqliteWriteException>(unit);
            error.IsDiskFull.ShouldBeTrue();
            error.Message.ShouldContain("the disk is full. Free some space");
        }

        Numbers().ShouldBe([0]);
    }

    [Fact]
    public async Task After_a_full_disk_got_space_again_writing_goes_on()
    {
        await Should.ThrowAsync<SqliteWriteException>(_writer.ExecuteAsync(session =>
        {
            session.Command("PRAGMA max_page_count=4").Run();
            for (var number = 100; number < 10_000; number++) Insert(session, number);
        }));

        await _writer.ExecuteAsync(session => session.Command("PRAGMA max_page_count=1000000").Run());
        await InsertAsync(1);

        Numbers().ShouldBe([1]);
    }

    [Fact]
    public async Task Units_run_in_the_order_in_which_they_were_given()
    {
        var order = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => _writer.ExecuteAsync(_ => order.Add(number))));

        order.ShouldBe(Enumerable.Range(0, 1000));
    }

    [Fact]
    public async Task A_full_queue_holds_callers_back_and_lets_them_give_up()
    {
        const int MoreThanTheQueueHolds = 10_000;
        using var gate = new ManualResetEventSlim();
        using var giveUp = new CancellationTokenSource();
        var first = BlockAsync(gate);
        var ran = 0;
        var waiting = Enumerable.Range(0, MoreThanTheQueueHolds).Select(_ => _writer.ExecuteAsync(_ => Interlocked.Increment(ref ran), giveUp.Token)).ToList();

        await giveUp.CancelAsync();
        gate.Set();
        await first;
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(waiting));

        var accepted = waiting.Count(unit => unit.IsCompletedSuccessfully);
        accepted.ShouldBeLessThan(MoreThanTheQueueHolds);
        ran.ShouldBe(accepted);
    }

    [Fact]
    public async Task A_continuation_does_not_hold_up_the_writer()
    {
        await InsertAsync(1);

        Thread.CurrentThread.Name.ShouldNotBe("Writer of test.db");
    }

    [Fact]
    public async Task Closing_commits_what_was_accepted_and_refuses_what_comes_later()
    {
        var accepted = Enumerable.Range(0, 500).Select(InsertAsync).ToList();

        await _writer.DisposeAsync();

        await Task.WhenAll(accepted);
        Numbers().Count.ShouldBe(500);
        (await Should.ThrowAsync<ObjectDisposedException>(InsertAsync(1000))).Message.ShouldContain("closed");
    }

    /// <summary>Keeps the writer in one transaction until the gate opens; what is given to it now goes into the next.</summary>
    private Task BlockAsync(ManualResetEventSlim gate)
    {
        var entered = new ManualResetEventSlim();
        var unit = _writer.ExecuteAsync(_ =>
        {
            entered.Set();
            gate.Wait();
        });
        entered.Wait();
        return unit;
    }

    private Task InsertAsync(int number) => _writer.ExecuteAsync(session => Insert(session, number));

    private static void Insert(SqliteSession session, int number) => session.Command("INSERT INTO t VALUES(?1)").Run(number);

    private List<int> Numbers() => _database.Read(session =>
    {
        var rows = session.Command("SELECT n FROM t ORDER BY n").Query();
        var numbers = new List<int>();
        while (rows.Step()) numbers.Add(rows.Int(0));
        return numbers;
    });

    // Number of the last commit in the header of the write-ahead index.
    private uint FileChangeCounter()
    {
        using var file = new FileStream(_folder.File("test.db-shm"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new BinaryReader(file);
        file.Position = 8;
        return reader.ReadUInt32();
    }
}
