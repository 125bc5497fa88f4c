using System.Text;
using FunctionsPipeline.Sqlite;

namespace FunctionsPipeline.Durable.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly SqliteSchema s_first = new(0x1234, ["CREATE TABLE t(n INTEGER)"]);
    private static readonly SqliteSchema s_second = new(0x1234, ["CREATE TABLE t(n INTEGER)", "ALTER TABLE t ADD COLUMN m TEXT; CREATE INDEX t_n ON t(n)"]);
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("test.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_gets_the_schema_and_keeps_it()
    {
        SqliteDatabase.Open(Path, s_first).Dispose();
        using var database = SqliteDatabase.Open(Path, s_first);

        Columns(database).ShouldBe(["n"]);
    }

    [Fact]
    public void A_file_of_an_older_version_is_brought_up_to_date()
    {
        SqliteDatabase.Open(Path, s_first).Dispose();
        using var database = SqliteDatabase.Open(Path, s_second);

        Columns(database).ShouldBe(["n", "m"]);
    }

    [Fact]
    public void A_migration_that_fails_changes_nothing()
    {
        SqliteDatabase.Open(Path, s_first).Dispose();
        var broken = s_first with { Migrations = [s_first.Migrations[0], "CREATE TABLE u(n); CREATE TABLE t(n)"] };

        Should.Throw<SqliteFileException>(() => SqliteDatabase.Open(Path, broken)).Message.ShouldContain("already exists");

        using var database = SqliteDatabase.Open(Path, s_second);
        Columns(database).ShouldBe(["n", "m"]);
    }

    [Fact]
    public void An_empty_file_is_taken_for_a_new_one()
    {
        File.WriteAllBytes(Path, []);

        using var database = SqliteDatabase.Open(Path, s_first);

        Columns(database).ShouldBe(["n"]);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        SqliteDatabase.Open(Path, s_second).Dispose();

        ShouldRefuse("written by a newer version", "schema 2, this one knows 1");
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        SqliteDatabase.Open(Path, s_first with { ApplicationId = 0x777 }).Dispose();

        ShouldRefuse("belongs to another program", "Choose another home folder");
    }

    [Fact]
    public void A_file_of_garbage_is_refused_and_left_alone()
    {
        File.WriteAllText(Path, "This is no database, and it is longer than a header.");

        ShouldRefuse("does not begin like a SQLite database", "Put a backup copy in its place");
    }

    [Fact]
    public void A_file_shorter_than_a_header_is_refused_and_left_alone()
    {
        File.WriteAllText(Path, "SQLite");

        ShouldRefuse("is damaged", "Put a backup copy in its place");
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void A_truncated_file_is_refused_and_left_alone(double share)
    {
        FillWithRows(2000);
        using (var file = File.OpenWrite(Path)) file.SetLength((long)(file.Length * share));

        ShouldRefuse("is damaged", "Put a backup copy in its place");
    }

    [Fact]
    public void A_file_with_overwritten_pages_is_refused_and_left_alone()
    {
        FillWithRows(2000);
        using (var file = File.OpenWrite(Path))
        {
            file.Position = 8192;
            file.Write(Encoding.ASCII.GetBytes(new string('x', 20_000)));
        }

        ShouldRefuse("is damaged", "Put a backup copy in its place");
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = _folder.File("missing/test.db");

        Should.Throw<SqliteFileException>(() => SqliteDatabase.Open(path, s_first)).Message.ShouldContain(path);
    }

    [Fact]
    public void Beside_its_owner_a_missing_file_is_none()
    {
        SqliteDatabase.OpenExisting(Path, s_first).ShouldBeNull();
        File.Exists(Path).ShouldBeFalse();
    }

    [Fact]
    public void Beside_its_owner_a_file_without_the_schema_yet_is_none()
    {
        File.WriteAllBytes(Path, []);

        SqliteDatabase.OpenExisting(Path, s_first).ShouldBeNull();
        new FileInfo(Path).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Every_type_of_value_comes_back_as_it_was_written()
    {
        using var database = SqliteDatabase.Open(Path, s_first with { Migrations = ["CREATE TABLE v(a, b, c, d, e, f, g)"] });
        await using var writer = new GroupCommitWriter(database);
        await writer.ExecuteAsync(session => session.Command("INSERT INTO v VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .Run(long.MinValue, 0.1, "grüße \0 \u2028", "", new byte[] { 0, 255 }, Array.Empty<byte>(), (string?)null));

        database.Read(session =>
        {
            var row = session.Command("SELECT a, b, c, d, e, f, g FROM v").Query();
            row.Step().ShouldBeTrue();
            row.Long(0).ShouldBe(long.MinValue);
            row.Double(1).ShouldBe(0.1);
            row.Text(2).ShouldBe("grüße \0 \u2028");
            row.Text(3).ShouldBe("");
            row.Blob(4).ShouldBe(new byte[] { 0, 255 });
            row.IsNull(5).ShouldBeFalse();
            row.Blob(5).ShouldBeEmpty();
            row.TextOrNull(6).ShouldBeNull();
            return row.Step();
        }).ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_number_of_values_is_refused()
    {
        using var database = SqliteDatabase.Open(Path, s_first);

        Should.Throw<ArgumentException>(() => database.Read(session => session.Command("SELECT ?1, ?2").Query(1)))
            .Message.ShouldStartWith("1 values for 2 parameters");
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var database = SqliteDatabase.Open(Path, s_first);

        Should.Throw<SqliteException>(() => database.Read(session => session.Command("INSERT INTO t(n) VALUES(1)").Run()))
            .Message.ShouldContain("readonly");
    }

    [Fact]
    public async Task A_reader_sees_one_state_of_the_file_however_long_it_reads()
    {
        using var database = SqliteDatabase.Open(Path, s_first);
        await using var writer = new GroupCommitWriter(database);
        await InsertAsync(writer, 1);

        var (before, after) = database.Read(session =>
        {
            var first = Count(session);
            InsertAsync(writer, 2).Wait();
            return (first, Count(session));
        });

        (before, after).ShouldBe((1, 1));
        database.Read(Count).ShouldBe(2);
    }

    private static Task InsertAsync(GroupCommitWriter writer, int number) =>
        writer.ExecuteAsync(session => session.Command("INSERT INTO t(n) VALUES(?1)").Run(number));

    private static int Count(SqliteSession session)
    {
        var row = session.Command("SELECT count(*) FROM t").Query();
        row.Step();
        return row.Int(0);
    }

    private static List<string> Columns(SqliteDatabase database) => database.Read(session =>
    {
        var rows = session.Command("SELECT name FROM pragma_table_info('t')").Query();
        var names = new List<string>();
        while (rows.Step()) names.Add(rows.Text(0));
        return names;
    });

    private void FillWithRows(int count)
    {
        using var database = SqliteDatabase.Open(Path, s_first);
        var writer = new GroupCommitWriter(database);
        writer.ExecuteAsync(session =>
        {
            for (var number = 0; number < count; number++) session.Command("INSERT INTO t(n) VALUES(?1)").Run(new string('n', 100) + number);
        }).Wait();
        writer.DisposeAsync().AsTask().Wait();
    }

    private void ShouldRefuse(params string[] parts)
    {
        var before = File.ReadAllBytes(Path);

        var message = Should.Throw<SqliteFileException>(() => SqliteDatabase.Open(Path, s_first)).Message;

        message.ShouldContain(Path);
        message.ShouldContain("Nothing was changed");
        foreach (var part in parts) message.ShouldContain(part);
        File.ReadAllBytes(Path).ShouldBe(before);
    }
}
