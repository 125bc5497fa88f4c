using System.Text;
using FunctionsPipeline.State.Blobs;
using Shouldly;
using Xunit;

namespace FunctionsPipeline.Contracts;

/// <summary>What every <see cref="IBlobStore"/> keeps. Subclass it once per implementation.</summary>
public abstract class BlobStoreContract : IAsyncLifetime
{
    private IBlobStore _store = null!;

    /// <summary>An empty store, or one in which nobody else uses containers that begin with <c>contract</c>.</summary>
    protected abstract Task<IBlobStore> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => _store = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task A_blob_is_read_as_it_was_written()
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);

        var etag = await _store.PutAsync("contract/a/b.bin", new MemoryStream(bytes), BlobCondition.None, default);

        await using var blob = (await _store.OpenReadAsync("contract/a/b.bin", default))!;
        blob.Properties.Path.ShouldBe("contract/a/b.bin");
        blob.Properties.ETag.ShouldBe(etag);
        blob.Properties.LengthBytes.ShouldBe(bytes.Length);
        using var copy = new MemoryStream();
        await blob.Content.CopyToAsync(copy);
        copy.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        await PutAsync("contract/empty", "");

        (await _store.GetPropertiesAsync("contract/empty", default))!.LengthBytes.ShouldBe(0);
        (await ReadAsync("contract/empty")).ShouldBe("");
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await PutAsync("contract/folder/name", "x");

        (await _store.OpenReadAsync("contract/other", default)).ShouldBeNull();
        (await _store.OpenReadAsync("contract/folder", default)).ShouldBeNull();
        (await _store.GetPropertiesAsync("contract/other", default)).ShouldBeNull();
        (await _store.GetPropertiesAsync("contract/folder", default)).ShouldBeNull();
        (await _store.DeleteAsync("contract/other", null, default)).ShouldBeFalse();
        (await _store.OpenReadAsync("contract-two/other", default)).ShouldBeNull();
        await Should.ThrowAsync<FileNotFoundException>(() => _store.GetLocalFileAsync("contract/other", default));
    }

    [Fact]
    public async Task Every_put_gives_a_new_version_even_of_the_same_content()
    {
        var versions = new HashSet<string>();
        for (var n = 0; n < 50; n++) versions.Add(await PutAsync("contract/same", "same"));

        versions.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_put_if_absent_wins_once()
    {
        await PutAsync("contract/claim", "first", BlobCondition.IfAbsent);

        await Should.ThrowAsync<BlobConflictException>(() => PutAsync("contract/claim", "second", BlobCondition.IfAbsent));
        (await ReadAsync("contract/claim")).ShouldBe("first");
    }

    [Fact]
    public async Task Of_many_puts_if_absent_exactly_one_wins()
    {
        var wins = await CountWinsAsync(n => PutAsync("contract/claim", $"worker {n}", BlobCondition.IfAbsent));

        wins.ShouldBe(1);
    }

    [Fact]
    public async Task A_put_needs_the_version_it_asks_for()
    {
        var first = await PutAsync("contract/v", "1");
        var second = await PutAsync("contract/v", "2", BlobCondition.IfETag(first));

        await Should.ThrowAsync<BlobConflictException>(() => PutAsync("contract/v", "3", BlobCondition.IfETag(first)));
        await Should.ThrowAsync<BlobConflictException>(() => PutAsync("contract/absent", "3", BlobCondition.IfETag(second)));
        (await ReadAsync("contract/v")).ShouldBe("2");
    }

    [Fact]
    public async Task A_version_that_is_none_is_a_conflict_and_no_wildcard()
    {
        await PutAsync("contract/v", "1");

        await Should.ThrowAsync<BlobConflictException>(() => PutAsync("contract/v", "2", BlobCondition.IfETag("*")));
        await Should.ThrowAsync<BlobConflictException>(() => _store.DeleteAsync("contract/v", "*", default));
        (await ReadAsync("contract/v")).ShouldBe("1");
    }

    [Fact]
    public async Task A_path_of_more_parts_than_Azure_takes_is_refused()
    {
        await PutAsync("contract/" + string.Join('/', Enumerable.Repeat("a", 254)), "x");

        await Should.ThrowAsync<ArgumentException>(() => PutAsync("contract/" + string.Join('/', Enumerable.Repeat("a", 255)), "x"));
    }

    [Fact]
    public async Task Of_many_puts_over_one_version_exactly_one_wins()
    {
        var etag = await PutAsync("contract/v", "start");

        var wins = await CountWinsAsync(n => PutAsync("contract/v", $"worker {n}", BlobCondition.IfETag(etag)));

        wins.ShouldBe(1);
    }

    [Fact]
    public async Task A_delete_needs_the_version_it_asks_for()
    {
        var first = await PutAsync("contract/d", "1");
        var second = await PutAsync("contract/d", "2");

        await Should.ThrowAsync<BlobConflictException>(() => _store.DeleteAsync("contract/d", first, default));
        (await _store.DeleteAsync("contract/d", second, default)).ShouldBeTrue();
        (await _store.OpenReadAsync("contract/d", default)).ShouldBeNull();
        (await _store.DeleteAsync("contract/d", null, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_holds_what_starts_with_the_prefix_in_ordinal_order()
    {
        string[] paths =
        [
            "contract/a-1", "contract/a.txt", "contract/a/b", "contract/a/c/d", "contract/a0", "contract/b/x", "contract/ab/x", "contract-two/a",
        ];
        foreach (var path in paths) await PutAsync(path, path);

        (await ListAsync("contract/")).ShouldBe(
            ["contract/a-1", "contract/a.txt", "contract/a/b", "contract/a/c/d", "contract/a0", "contract/ab/x", "contract/b/x"]);
        (await ListAsync("contract/a/")).ShouldBe(["contract/a/b", "contract/a/c/d"]);
        (await ListAsync("contract/a")).ShouldBe(
            ["contract/a-1", "contract/a.txt", "contract/a/b", "contract/a/c/d", "contract/a0", "contract/ab/x"]);
        (await ListAsync("contract/a/c/")).ShouldBe(["contract/a/c/d"]);
        (await ListAsync("contract/none")).ShouldBeEmpty();
        (await ListAsync("contract-none/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_tells_length_and_version()
    {
        var etag = await PutAsync("contract/l", "12345");

        await foreach (var blob in _store.ListAsync("contract/", default))
        {
            blob.LengthBytes.ShouldBe(5);
            blob.ETag.ShouldBe(etag);
        }
    }

    [Fact]
    public async Task A_finished_file_moves_in_and_is_gone_from_its_place()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "moved");
        await PutAsync("contract/moved", "old");

        var etag = await _store.PutFileAsync("contract/moved", file, default);

        File.Exists(file).ShouldBeFalse();
        (await ReadAsync("contract/moved")).ShouldBe("moved");
        (await _store.GetPropertiesAsync("contract/moved", default))!.ETag.ShouldBe(etag);
    }

    [Fact]
    public async Task A_local_file_holds_the_content()
    {
        await PutAsync("contract/local.txt", "content");

        using var local = await _store.GetLocalFileAsync("contract/local.txt", default);

        Path.IsPathRooted(local.FilePath).ShouldBeTrue();
        (await File.ReadAllTextAsync(local.FilePath)).ShouldBe("content");
    }

    [Fact]
    public async Task A_reader_keeps_the_content_it_opened_while_the_blob_is_replaced()
    {
        await PutAsync("contract/r", "old");
        await using var blob = (await _store.OpenReadAsync("contract/r", default))!;

        await PutAsync("contract/r", "new");

        (await new StreamReader(blob.Content).ReadToEndAsync()).ShouldBe("old");
        (await ReadAsync("contract/r")).ShouldBe("new");
    }

    [Fact]
    public async Task A_put_whose_content_breaks_off_writes_nothing()
    {
        await Should.ThrowAsync<IOException>(() => _store.PutAsync("contract/broken", new BreakingStream(100_000), BlobCondition.None, default));

        (await _store.GetPropertiesAsync("contract/broken", default)).ShouldBeNull();
        (await ListAsync("contract/")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nocontainer")]
    [InlineData("Contract/upper")]
    [InlineData("ab/short")]
    [InlineData("contract/../secret")]
    [InlineData("contract/a/../../b")]
    [InlineData("contract/.")]
    [InlineData("contract//double")]
    [InlineData("contract/ends/")]
    [InlineData("/contract/a")]
    [InlineData("contract/back\\slash")]
    [InlineData("contract/control\u0001")]
    [InlineData("../contract/a")]
    public async Task A_path_that_leads_astray_is_refused(string path)
    {
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(path, "x"));
        await Should.ThrowAsync<ArgumentException>(() => _store.OpenReadAsync(path, default));
        await Should.ThrowAsync<ArgumentException>(() => _store.GetPropertiesAsync(path, default));
        await Should.ThrowAsync<ArgumentException>(() => _store.DeleteAsync(path, null, default));
        await Should.ThrowAsync<ArgumentException>(() => _store.GetLocalFileAsync(path, default));
    }

    private static async Task<int> CountWinsAsync(Func<int, Task> attempt)
    {
        var wins = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            try
            {
                await attempt(n);
                return 1;
            }
            catch (BlobConflictException)
            {
                return 0;
            }
        })));
        return wins.Sum();
    }

    private Task<string> PutAsync(string path, string content, BlobCondition condition = default) =>
        _store.PutAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), condition, default);

    private async Task<string> ReadAsync(string path)
    {
        await using var blob = (await _store.OpenReadAsync(path, default))!;
        return await new StreamReader(blob.Content).ReadToEndAsync();
    }

    private async Task<List<string>> ListAsync(string prefix)
    {
        var paths = new List<string>();
        await foreach (var blob in _store.ListAsync(prefix, default)) paths.Add(blob.Path);
        return paths;
    }

    /// <summary>Gives some bytes, then fails, as a lost connection does.</summary>
    private sealed class BreakingStream(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left == 0) throw new IOException("The connection was lost.");
            var given = Math.Min(count, _left);
            _left -= given;
            return given;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
