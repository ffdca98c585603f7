// A process of its own beside each environment: guardian.ts <file of the state>. Its standard input is a pipe of the owner's, which
// the system closes when the owner ends, however that happens; then everything that the owner has left is ended.
import { clearUp } from './sweep.ts';

const [file = ''] = process.argv.slice(2);
process.stdin
  .on('error', () => {})
  .resume()
  .once('close', () => {
    clearUp(file).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
// The owner may be gone before it could hear this.
process.stdout.on('error', () => {}).write('ready\n');
