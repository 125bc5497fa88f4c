namespace FunctionsPipeline.Media.Tests.Decoding;

/// <summary>Files that cannot be decoded, or not to their end: each gives frames with a warning, or an error with a code.</summary>
public sealed class BadFileTests(ClipFolder folder) : IClassFixture<ClipFolder>
{
    [Fact]
    public async Task A_missing_file()
    {
        var exception = await DecodedClip.FailAsync(folder.Tool, folder.File("nothing.mp4"));

        exception.Code.ShouldBe("file_missing");
        exception.Message.ShouldContain("nothing.mp4");
    }

    [Fact]
    public async Task A_folder()
    {
        Directory.CreateDirectory(folder.File("folder.mp4"));

        (await DecodedClip.FailAsync(folder.Tool, folder.File("folder.mp4"))).Message.ShouldContain("is a folder");
    }

    [Fact]
    public async Task An_empty_file()
    {
        await File.WriteAllBytesAsync(folder.File("empty.mp4"), []);

        (await DecodedClip.FailAsync(folder.Tool, folder.File("empty.mp4"))).Code.ShouldBe("file_empty");
    }

    [Fact]
    public async Task A_file_that_is_no_video_at_all()
    {
        await File.WriteAllTextAsync(folder.File("page.mp4"), "<html><body>404 not found</body></html>");

        var exception = await DecodedClip.FailAsync(folder.Tool, folder.File("page.mp4"));

        exception.Code.ShouldBe("undecodable");
        exception.Message.ShouldContain("Invalid data");
    }

    [Fact]
    public async Task A_file_with_sound_only()
    {
        var file = await folder.RunAsync("sound.m4a", "-f", "lavfi", "-i", "sine=duration=0.5");

        (await DecodedClip.FailAsync(folder.Tool, file)).Code.ShouldBe("no_video");
    }

    [Fact]
    public async Task A_file_cut_off_before_its_index()
    {
        var file = await folder.MakeAsync("whole.mp4");
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(folder.File("headless.mp4"), bytes[..(bytes.Length / 2)]);

        var exception = await DecodedClip.FailAsync(folder.Tool, folder.File("headless.mp4"));

        exception.Code.ShouldBe("undecodable");
        exception.Message.ShouldContain("moov atom not found");
    }

    [Fact]
    public async Task A_file_cut_off_behind_its_index_gives_what_is_there_and_a_warning()
    {
        var file = await folder.MakeAsync("indexed.mp4", "size=320x240:rate=25:duration=2", "-movflags", "+faststart", "-g", "5");
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(folder.File("cut.mp4"), bytes[..(bytes.Length / 2)]);

        var clip = await DecodedClip.ReadAsync(folder.Tool, folder.File("cut.mp4"));

        clip.Frames.Count.ShouldBeInRange(5, 45);
        clip.Warning.ShouldNotBeNull().ShouldContain($"the file is cut off; {clip.Frames.Count} frames");
    }

    [Fact]
    public async Task A_damaged_file_gives_frames_and_a_warning()
    {
        var file = await folder.MakeAsync("damaged.mkv", "size=320x240:rate=25:duration=2", "-c:v", "libx264", "-g", "10");
        var bytes = await File.ReadAllBytesAsync(file);
        var random = new Random(7);
        for (var hit = 0; hit < 200; hit++) bytes[random.Next(bytes.Length / 4, bytes.Length)] ^= 0x5a;
        await File.WriteAllBytesAsync(file, bytes);

        var clip = await DecodedClip.ReadAsync(folder.Tool, file);

        clip.Frames.Count.ShouldBeGreaterThan(0);
        clip.Warning.ShouldNotBeNull().Length.ShouldBeLessThan(9000);
    }

    [Theory]
    [InlineData("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("remote.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("list.ffconcat", "ffconcat version 1.0\nfile /etc/passwd\n")]
    public async Task A_play_list_that_would_make_ffmpeg_read_other_files_is_refused(string name, string content)
    {
        // The name says mp4; ffmpeg goes by the content.
        var file = folder.File(name + ".mp4");
        await File.WriteAllTextAsync(file, content);

        var exception = await DecodedClip.FailAsync(folder.Tool, file);

        exception.Code.ShouldBe("format_refused");
        exception.Message.ShouldNotContain("root:");
    }
}
